package io.anabranch.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** No rule passes because a module is not looked at, or because a package is misspelt. */
final class ModulesTest {

  private static final String MAIN = "src/main/java";

  static Stream<Path> modules() {
    return House.modulesWithJava().stream();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void isLookedAt(Path module) {
    SortedSet<String> analysed =
        House.MAIN.stream()
            .map(c -> c.getPackageName())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(analysed)
        .as("packages on the class path of the architecture tests")
        .containsAll(House.packages(module, MAIN));
  }

  /** All of the root pom's: a new one gets a list of what it may know before its first class. */
  @Test
  void areThoseThatTheRulesKnow() {
    assertThat(modules().map(House.root()::relativize).map(Path::toString))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(HouseModule.values()).map(HouseModule::directory).toList());
  }

  @ParameterizedTest
  @EnumSource
  void hasThePackageThatItsNameSays(HouseModule module) {
    String expected = module.packageName(Layout.REAL);

    assertThat(House.packages(House.root().resolve(module.directory()), MAIN))
        .isNotEmpty()
        .allMatch(packageName -> Layout.within(packageName, expected), "is in " + expected);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void saysWhatLivesInEachPackage(Path module) {
    assertThat(House.describedPackages(module, MAIN)).containsAll(House.packages(module, MAIN));
  }
}
