package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A new workload by the words of its README, in a directory of its own: each command that stands
 * there is run as it stands, but for the servers' and the local Maven repository, which is not
 * changed.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NewWorkloadIT {

  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final Pattern COMMAND = Pattern.compile("```sh\n(.*?)\n```", Pattern.DOTALL);

  @TempDir static Path directory;
  private static Path project = Path.of("");
  private static List<String> commands = List.of();

  private record Ended(int code, String out) {}

  @BeforeAll
  static void makeProject() throws IOException {
    project = directory.resolve("a project");
    Ran made = Ran.run("new-workload", project.toString(), "--name", "rides");
    assertThat(made.code()).as(made.err()).isZero();
    Files.writeString(directory.resolve("anabranch"), launcher());
    assertThat(directory.resolve("anabranch").toFile().setExecutable(true)).isTrue();
    String readme = Files.readString(project.resolve("README.md"));
    String here = Path.of("").toAbsolutePath().normalize().toString();
    commands =
        COMMAND
            .matcher(readme)
            .results()
            .map((MatchResult found) -> found.group(1))
            .map(text -> text.replace(here + "/anabranch", directory + "/anabranch"))
            .map(text -> text.replace(here, ROOT.toString()))
            .toList();
    linkRepository(directory.resolve("repository"));
  }

  /** Launches what is tested. */
  private static String launcher() {
    return "#!/bin/sh\nexec '"
        + Path.of(System.getProperty("java.home"), "bin", "java")
        + "' -XX:TieredStopAtLevel=1 -cp '"
        + System.getProperty("java.class.path")
        + "' "
        + Main.class.getName()
        + " \"$@\"\n";
  }

  /**
   * A local repository that has what the user's has, and keeps artifacts of Anabranch for itself.
   */
  private static void linkRepository(Path repository) throws IOException {
    String set = System.getProperty("maven.repo.local", "");
    Path users =
        set.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".m2", "repository")
            : Path.of(set);
    Files.createDirectories(repository.resolve("io"));
    link(users, repository, "io");
    link(users.resolve("io"), repository.resolve("io"), "anabranch");
  }

  /** As links: what they point to is not this test's to delete. */
  @AfterAll
  static void unlinkRepository() throws IOException {
    for (Path in : List.of(directory.resolve("repository"), directory.resolve("repository/io"))) {
      try (Stream<Path> entries = Files.list(in)) {
        for (Path entry : entries.filter(Files::isSymbolicLink).toList()) {
          Files.delete(entry);
        }
      }
    }
  }

  private static void link(Path from, Path to, String but) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.filter(path -> !path.endsWith(but)).toList()) {
        Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
      }
    }
  }

  private static Ended bash(String script) throws IOException, InterruptedException {
    File out = Files.createTempFile(directory, "out", "").toFile();
    List<String> command = new ArrayList<>(List.of("bash", "-c", script));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out);
    builder
        .environment()
        .put(
            "MAVEN_OPTS",
            "-XX:TieredStopAtLevel=1 -Dmaven.repo.local=" + directory + "/repository");
    Process process = builder.start();
    process.getOutputStream().close();
    int code = process.waitFor();
    return new Ended(code, Files.readString(out.toPath()));
  }

  @Test
  @Order(1)
  void isBuiltWithItsTests() throws IOException, InterruptedException {
    Ended installed = bash(commands.get(0));
    Ended built = bash(commands.get(1));

    assertThat(installed.code()).as(installed.out()).isZero();
    assertThat(built.code()).as(built.out()).isZero();
    assertThat(built.out()).contains("Tests run: 4, Failures: 0, Errors: 0, Skipped: 0");
    assertThat(project.resolve("target/rides.jar")).exists();
  }

  @Test
  @Order(2)
  void runsInMemory() throws IOException, InterruptedException {
    List<String> runs = commands.subList(2, commands.size());

    assertThat(runs).hasSize(4);
    for (String run : runs) {
      Ended ended = bash(run);
      assertThat(ended.code()).as(run + "%n" + ended.out()).isZero();
    }
    assertThat(bash(runs.get(0)).out()).contains("| harbour | south   |");
  }
}
