package io.anabranch.examples.ownworkload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages show code that is compiled and run here, and the README the command that the build
 * server runs.
 */
class PagesTest {

  private static final Path ROOT = Path.of("../../..");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(strings = {"docs/own-workload.md", "docs/embedding.md"})
  void showsTheCodeOfTheExamples(String page) throws IOException {
    List<String> examples = examples();

    List<String> blocks =
        JAVA.matcher(Files.readString(ROOT.resolve(page)))
            .results()
            .map(block -> block.group(1))
            .toList();

    assertThat(blocks).hasSizeGreaterThan(3);
    assertThat(blocks)
        .allSatisfy(
            block ->
                assertThat(List.of(0, 2, 4))
                    .as("stands in no example:%n%s", block)
                    .anyMatch(indent -> stands(indented(block, indent), examples)));
  }

  @Test
  void readmeNamesTheTestCommandOfTheBuildServer() throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve(".ci/run"));
    String command = lines.get(lines.size() - 1);

    assertThat(Files.readString(ROOT.resolve("README.md"))).contains("```sh\n" + command + "\n```");
  }

  @Test
  void readmeIsShort() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(150);
  }

  private static boolean stands(String block, List<String> examples) {
    return examples.stream().anyMatch(example -> example.contains(block));
  }

  private static List<String> examples() throws IOException {
    List<String> examples = new ArrayList<>();
    for (String module : List.of("own-workload", "embedding")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve("docs/examples/" + module + "/src"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          examples.add(Files.readString(file));
        }
      }
    }
    return examples;
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
