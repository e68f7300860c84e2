package io.anabranch.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file is read at a sitting, a module in a day. */
final class SourceSizesTest {

  private static final long LINES_OF_A_FILE = 450;
  private static final long LINES_OF_AN_APP = 7_000;

  /** One loop over bytes, kept in one class so that it is compiled as one. */
  private static final Set<String> LARGER = Set.of("io/anabranch/adapters/wire/ScannedObject.java");

  static Stream<Path> modules() {
    return House.modulesWithJava().stream();
  }

  static Stream<Path> apps() {
    return modules().filter(module -> module.startsWith(House.root().resolve("apps")));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void filesAreShort(Path module) {
    SortedMap<String, Long> above = SourceSizes.of(module).above(LINES_OF_A_FILE);

    above.keySet().removeAll(LARGER);
    assertThat(above).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("apps")
  void modulesOfAppsAreSmall(Path module) {
    assertThat(SourceSizes.of(module).sum()).isBetween(1L, LINES_OF_AN_APP);
  }

  @Test
  void aFileThatIsTooLongIsFound(@TempDir Path module) throws IOException {
    Path sources = Files.createDirectories(module.resolve("src/main/java"));
    Files.writeString(sources.resolve("Long.java"), "\n".repeat(451));
    Files.writeString(sources.resolve("Short.java"), "\n".repeat(450));

    SourceSizes sizes = SourceSizes.of(module);

    assertThat(sizes.above(LINES_OF_A_FILE)).containsOnlyKeys("Long.java");
    assertThat(sizes.sum()).isEqualTo(901);
  }
}
