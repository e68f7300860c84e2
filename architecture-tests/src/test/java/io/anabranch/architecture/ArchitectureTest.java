package io.anabranch.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ArchitectureTest {

  private static final String TESTS = "src/test/java";

  @ParameterizedTest
  @EnumSource
  void holds(Rule rule) {
    JavaClasses classes = rule.isAboutTests() ? testsOfAllModules() : House.MAIN;

    rule.in(Layout.REAL).check(classes);
  }

  @Test
  void theDependencyThatMayCloseACycleIsStillThere() {
    assertThat(House.MAIN.get(Rule.workload(Layout.REAL)).getDirectDependenciesFromSelf())
        .anyMatch(d -> d.getTargetClass().getName().equals(Rule.balance(Layout.REAL)));
  }

  @Test
  void theClassThatComposesLayersIsStillThere() {
    assertThat(House.MAIN.contain(Rule.composingClass(Layout.REAL))).isTrue();
  }

  private static JavaClasses testsOfAllModules() {
    List<Path> compiled = new ArrayList<>();
    for (Path module : House.modulesWithJava()) {
      if (!House.packages(module, TESTS).isEmpty()) {
        assertThat(House.testClasses(module)).matches(Files::isDirectory, "is compiled already");
        compiled.add(House.testClasses(module));
      }
    }
    return new ClassFileImporter().withImportOption(House.WRITTEN).importPaths(compiled);
  }
}
