package io.anabranch.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PlantedViolationsTest {

  /** ArchUnit ends what it reports with the place. */
  private static final Pattern PLACE = Pattern.compile("\\((\\w+)\\.java:\\d+\\)");

  @ParameterizedTest
  @EnumSource
  void isSeenToFail(Rule rule) {
    SortedSet<String> reported = new TreeSet<>();
    for (String line :
        rule.in(Layout.PLANTED).evaluate(House.PLANTED).getFailureReport().getDetails()) {
      Matcher places = PLACE.matcher(line);
      while (places.find()) {
        reported.add(places.group(1));
      }
    }

    assertThat(reported).containsExactlyElementsOf(new TreeSet<>(rule.planted()));
  }

  /** No module has a list that forbids nothing. */
  @ParameterizedTest
  @EnumSource
  void isSeenToFailIn(HouseModule module) {
    assertThat(
            House.PLANTED.stream()
                .filter(c -> HouseModule.of(Layout.PLANTED, c).filter(module::equals).isPresent())
                .filter(
                    c ->
                        c.getDirectDependenciesFromSelf().stream()
                            .map(d -> d.getTargetClass().getBaseComponentType())
                            .anyMatch(to -> !module.mayKnow(Layout.PLANTED, to)))
                .map(JavaClass::getSimpleName))
        .isNotEmpty()
        .isSubsetOf(Rule.A_CLASS_KNOWS_WHAT_ITS_MODULE_MAY_KNOW.planted());
  }

  static Stream<Pattern> ambient() {
    return Rule.AMBIENT.stream();
  }

  @ParameterizedTest
  @MethodSource("ambient")
  void findsSomethingAmbient(Pattern pattern) {
    assertThat(House.PLANTED.get(Layout.PLANTED.ports() + ".Ambient").getAccessesFromSelf())
        .anyMatch(access -> Conditions.matches(pattern, access));
  }
}
