package io.anabranch.apps.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The README shows the code that is compiled here, and the command that the build server runs. */
class ReadmeTest {

  private static final Path ROOT = Path.of("..", "..");
  private static final Path HERE = Path.of("src/test/java/io/anabranch/apps/examples");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void showsTheCodeOfTheExamples() throws IOException {
    String examples =
        Files.readString(HERE.resolve("TaxiRides.java"))
            + Files.readString(HERE.resolve("SimulatedRidesTest.java"))
            + Files.readString(HERE.resolve("EmbeddingTest.java"));

    List<String> blocks = blocks();

    assertThat(blocks).hasSizeGreaterThan(3);
    assertThat(blocks)
        .allSatisfy(
            block ->
                assertThat(List.of(2, 4))
                    .as("stands in no example:%n%s", block)
                    .anyMatch(indent -> examples.contains(indented(block, indent))));
  }

  @Test
  void namesTheTestCommandOfTheBuildServer() throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve(".ci/run"));
    String command = lines.get(lines.size() - 1);

    assertThat(Files.readString(ROOT.resolve("README.md"))).contains("```sh\n" + command + "\n```");
  }

  private static List<String> blocks() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    return JAVA.matcher(readme).results().map((MatchResult block) -> block.group(1)).toList();
  }

  /** Unlike {@link String#indent} it puts no blanks on empty lines. */
  private static String indented(String block, int by) {
    String[] lines = block.split("\n", -1);
    StringBuilder out = new StringBuilder();
    IntStream.range(0, lines.length - 1)
        .forEach(
            i ->
                out.append(lines[i].isEmpty() ? "" : " ".repeat(by)).append(lines[i]).append('\n'));
    return out.toString();
  }
}
