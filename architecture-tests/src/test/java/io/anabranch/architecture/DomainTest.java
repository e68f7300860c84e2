package io.anabranch.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.anabranch")
final class DomainTest {

  private static final String DOMAIN = "io.anabranch.domain..";

  @ArchTest
  static final ArchRule domain_knows_only_the_jdk_and_vavr =
      classes()
          .that()
          .resideInAPackage(DOMAIN)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              DOMAIN,
              "java.io",
              "java.lang..",
              "java.math",
              "java.nio..",
              "java.time..",
              "java.util..",
              "io.vavr..",
              "org.jspecify.annotations")
          .because("it is embedded in services that have no Spark, Kafka or Dagger");
}
