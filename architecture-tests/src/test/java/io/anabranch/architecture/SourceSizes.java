package io.anabranch.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many lines of main code there are, by file. */
final class SourceSizes {

  private final SortedMap<String, Long> lines = new TreeMap<>();

  private SourceSizes() {}

  /** Of a module. */
  static SourceSizes of(Path module) {
    SourceSizes sizes = new SourceSizes();
    Path sources = module.resolve("src/main/java");
    House.javaFiles(sources)
        .forEach(file -> sizes.lines.put(sources.relativize(file).toString(), lines(file)));
    return sizes;
  }

  /** The files with more lines than that, by their path below the sources. */
  SortedMap<String, Long> above(long limit) {
    SortedMap<String, Long> above = new TreeMap<>(lines);
    above.values().removeIf(count -> count <= limit);
    return above;
  }

  long sum() {
    return lines.values().stream().mapToLong(Long::longValue).sum();
  }

  private static long lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
