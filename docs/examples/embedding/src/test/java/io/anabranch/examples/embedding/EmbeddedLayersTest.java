package io.anabranch.examples.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The example runs in a process of its own, on the class path that its pom gives it. */
class EmbeddedLayersTest {

  /** A jar of Anabranch, or the classes of a module in a build that makes no jars. */
  private static final Pattern OURS =
      Pattern.compile(".*/(?:anabranch-)?(domain|ports|layers)(?:-[^/]*\\.jar|/target/.*classes)");

  private static final Pattern THEIRS = Pattern.compile(".*/([a-z-]+)-[0-9.]+\\.jar");

  @Test
  void answersFromBothLayersAndTheirSum() throws Exception {
    assertThat(run())
        .containsExactly(
            "batch [/home, 3]",
            "batch [/prices, 1]",
            "batch is exact at V {visits-0=4}",
            "speed [/prices, 1]",
            "speed is exact at V {visits-0=5}",
            "merged [/home, 3]",
            "merged [/prices, 2]",
            "merged is exact at V {visits-0=5}");
  }

  @Test
  void needsOnlyLayersPortsDomainVavrAndAnnotations() throws Exception {
    assertThat(runtimeClassPath())
        .extracting(EmbeddedLayersTest::artifact)
        .containsExactlyInAnyOrder("layers", "ports", "domain", "vavr", "vavr-match", "jspecify");
  }

  private static String artifact(String entry) {
    String path = entry.replace('\\', '/');
    return Stream.of(OURS, THEIRS)
        .map(pattern -> pattern.matcher(path))
        .filter(matcher -> matcher.matches())
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElse(entry);
  }

  private static List<String> run() throws Exception {
    Path errors = Files.createTempFile("embedded", ".err");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(File.pathSeparator, classPath()),
                EmbeddedLayers.class.getName())
            .redirectError(errors.toFile())
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    boolean hasEnded = process.waitFor(1, TimeUnit.MINUTES);

    assertThat(hasEnded).isTrue();
    assertThat(errors).isEmptyFile();
    assertThat(process.exitValue()).isZero();
    return lines;
  }

  private static List<String> classPath() throws Exception {
    return Stream.concat(
            Stream.of(locationOf(EmbeddedLayers.class).toString()), runtimeClassPath().stream())
        .toList();
  }

  /** As Maven wrote it down. */
  private static List<String> runtimeClassPath() throws IOException, URISyntaxException {
    Path written = locationOf(EmbeddedLayersTest.class).resolve("runtime.classpath");
    return List.of(Files.readString(written).strip().split(File.pathSeparator));
  }

  private static Path locationOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
