package io.anabranch.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No rule passes because a module is not looked at, or because a package is misspelt. */
final class ModulesTest {

  private static final String MAIN = "src/main/java";

  static Stream<Path> modules() {
    return House.modules().stream();
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

  @ParameterizedTest
  @MethodSource("modules")
  void hasThePackageThatItsNameSays(Path module) {
    String name = module.getFileName().toString();
    String expected =
        switch (name) {
          case "domain" -> Layout.REAL.domain();
          case "ports" -> Layout.REAL.ports();
          case "apps" -> Layout.REAL.apps();
          default ->
              Arrays.stream(Adapter.values())
                  .filter(adapter -> adapter.module().equals(name))
                  .findFirst()
                  .orElseThrow(() -> new AssertionError("the rules do not know module " + name))
                  .in(Layout.REAL);
        };

    assertThat(House.packages(module, MAIN))
        .isNotEmpty()
        .allMatch(packageName -> Layout.within(packageName, expected), "is in " + expected);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void saysWhatLivesInEachPackage(Path module) {
    assertThat(House.describedPackages(module, MAIN)).containsAll(House.packages(module, MAIN));
  }
}
