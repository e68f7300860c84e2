package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewWorkloadCommandTest {

  @TempDir private Path directory;

  @Test
  void fillsInEveryName() throws IOException {
    Path project = directory.resolve("orders");

    Ran ran =
        Ran.run("new-workload", project.toString(), "--name", "orders", "--package", "org.shop");

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("orders: made 16 files", "README.md");
    assertThat(project.resolve("src/main/java/org/shop/OrdersWorkload.java")).exists();
    assertThat(
            project.resolve(
                "src/main/resources/META-INF/services/"
                    + "io.anabranch.domain.definition.WorkloadFactory"))
        .hasContent("org.shop.OrdersWorkload");
    try (Stream<Path> files = Files.walk(project)) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(file -> assertThat(file).content().doesNotContainPattern("@[A-Z]+@"));
    }
  }

  @Test
  void overwritesNothing() throws IOException {
    Files.writeString(directory.resolve("mine"), "");

    Ran ran = Ran.run("new-workload", directory.toString(), "--name", "orders");

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("is not an empty directory");
    assertThat(directory).isDirectoryContaining("glob:**mine");
  }

  @Test
  void refusesNamesThatCannotBe() {
    String project = directory.toString();

    assertRefused("Missing what to make");
    assertRefused("--name takes", project, "--name", "My-Orders");
    assertRefused("--name takes", project, "--name", "int");
    assertRefused("there is a workload 'vending' already", project, "--name", "vending");
    assertRefused("--package takes", project, "--name", "orders", "--package", "a..b");
  }

  private static void assertRefused(String said, String... arguments) {
    Ran ran =
        Ran.run(
            Stream.concat(Stream.of("new-workload"), Stream.of(arguments)).toArray(String[]::new));

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains(said);
  }
}
