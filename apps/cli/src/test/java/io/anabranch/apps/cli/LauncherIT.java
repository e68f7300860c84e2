package io.anabranch.apps.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher as people start it, in a directory with a space in its name that holds what it needs
 * of a checkout, built already: what is tested, as jars.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LauncherIT {

  private static final Path ROOT = Path.of("..", "..");
  private static final String ITEMS = "./anabranch replay vending --view items --file ";

  @TempDir static Path directory;
  private static Path home = Path.of("");

  private record Ended(int code, String out, String err) {}

  @BeforeAll
  static void checkOut() throws IOException {
    home = Files.createDirectory(directory.resolve("a checkout"));
    for (String file : List.of("anabranch", "pom.xml")) {
      Files.copy(ROOT.resolve(file), home.resolve(file));
    }
    assertThat(home.resolve("anabranch").toFile().setExecutable(true)).isTrue();
    Files.createDirectory(home.resolve("samples"));
    for (String sample : List.of("purchases", "collectd", "especificaciones")) {
      String file = "samples/" + sample + ".ndjson";
      Files.copy(ROOT.resolve(file), home.resolve(file));
    }
    Path launched = home.resolve(".anabranch/launcher");
    Path lib = Files.createDirectories(launched.resolve("run-tested/lib"));
    int number = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry).toAbsolutePath();
      Path jar = lib.resolve(String.format(Locale.ROOT, "%03d.jar", number++));
      if (Files.isDirectory(path)) {
        pack(path, jar);
      } else if (Files.exists(path)) {
        Files.copy(path, jar);
      }
    }
    Files.writeString(launched.resolve("current"), "run-tested\n");
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> all = Files.walk(classes)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }

  private static Ended bash(String script) throws IOException, InterruptedException {
    return bash(script, Map.of());
  }

  private static Ended bash(String script, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(directory, "out", "");
    Path err = Files.createTempFile(directory, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", script)
            .directory(home.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    int code = process.waitFor();
    return new Ended(code, Files.readString(out), Files.readString(err));
  }

  @Test
  void printsWhatTheReadmeShowsOfItsFirstCommand() throws IOException, InterruptedException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    Matcher block = Pattern.compile("```sh\n(./anabranch [^\n]+)\n```").matcher(readme);
    assertThat(block.find()).isTrue();

    Ended ended = bash(block.group(1));

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(readme).contains("```text\n" + ended.out().strip() + "\n```");
  }

  @Test
  void startsThroughASymbolicLinkFromAnywhere() throws IOException, InterruptedException {
    Ended ended =
        bash("ln -s \"$PWD/anabranch\" ../link && cd / && '" + directory + "/link' --help");

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("Exit status");
  }

  @Test
  void readsArgumentsAndFilesInALocaleThatIsNotGenerated()
      throws IOException, InterruptedException {
    String coffee =
        "{\"item\":\"café\",\"price\":1,\"snack_automat_id\":\"m\","
            + "\"timestamp\":\"2024-08-01 13:31:21\"}\n";
    String script =
        "printf '%s' '" + coffee + "' > ñ.ndjson && " + ITEMS + "ñ.ndjson item=café -o json";

    Ended ended = bash(script, Map.of("LC_ALL", "es_ES.UTF-8", "LANG", "es_ES.UTF-8"));

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("\"item\":\"café\"");
  }

  @Test
  void endsSilentlyWhereItsReaderHasGone() throws IOException, InterruptedException {
    Ended ended = bash(ITEMS + "samples/purchases.ndjson 2>told | : ; echo ${PIPESTATUS[0]}");

    assertThat(ended.out()).isEqualTo(ExitCode.READER_GONE + "\n");
    assertThat(Files.readString(home.resolve("told"))).doesNotContain("written in full");
  }

  @Test
  void failsWhereTheDiskIsFull() throws IOException, InterruptedException {
    Ended ended = bash(ITEMS + "samples/purchases.ndjson > /dev/full");

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.err()).contains("could not be written in full: No space left on device");
  }

  @Test
  void asksForMemoryWhereTheInputDoesNotFit() throws IOException, InterruptedException {
    Ended ended =
        bash(
            "for i in {1..300}; do cat samples/purchases.ndjson; done | " + ITEMS + "- 2>&1 >rows",
            Map.of("ANABRANCH_JAVA_OPTS", "-Xmx16m"));

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.out())
        .contains("does not fit in", "ANABRANCH_JAVA_OPTS=-Xmx")
        .doesNotContain("Exception", "\tat ");
  }

  @Test
  void isInterrupted() throws IOException, InterruptedException {
    // A test that is run in the background inherits that SIGINT is ignored.
    Process process =
        new ProcessBuilder(
                "env", "--default-signal=INT", "./anabranch", "replay", "vending", "--file", "-")
            .directory(home.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream open = process.getOutputStream()) {
      open.write("{}\n".getBytes(UTF_8));
      open.flush();
      while (!process.info().command().orElse("").endsWith("/java")) {
        assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)).as("ended").isFalse();
      }
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

      assertThat(process.waitFor()).isEqualTo(130);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
