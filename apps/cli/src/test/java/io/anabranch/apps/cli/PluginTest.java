package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command runs the workload of a plugin as it runs those that ship. */
class PluginTest {

  private static final String CENTRE =
      "{\"view\":\"places\",\"place\":\"centre\",\"region\":\"north\",\"hour\":\"2024-03-20T22:00:00Z\","
          + "\"events\":3,\"amount\":8.0,\"visitors\":2}";

  @TempDir static Path directory;
  private static String plugin = "";
  private static String events = "";
  private static String places = "";

  @BeforeAll
  static void makePlugin() throws IOException {
    Path project = directory.resolve("rides");
    plugin = NewWorkload.plugin(project, "rides").toString();
    events = project.resolve("samples/rides.ndjson").toString();
    places = project.resolve("samples/places.ndjson").toString();
  }

  @Test
  void isReplayedWithItsReferenceData() {
    Ran ran =
        Ran.run(
            "replay",
            "rides",
            "--plugin",
            plugin,
            "--file",
            events,
            "--reference",
            places,
            "--view",
            "places",
            "--audit",
            "-o",
            "json");

    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
    assertThat(ran.rows()).hasSize(4).contains(CENTRE);
  }

  @Test
  void mayBeNamedBeforeTheCommand() {
    Ran ran =
        Ran.run(
            "--plugin=" + plugin,
            "replay",
            "rides",
            "--file",
            events,
            "--reference",
            places,
            "--view",
            "places",
            "place=centre",
            "-o",
            "json");

    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
    assertThat(ran.rows()).hasSize(2).contains(CENTRE);
  }

  @Test
  void isReplayedWithItsOwnSettings() {
    Ran least =
        Ran.run(
            "replay",
            "rides",
            "--plugin",
            plugin,
            "--file",
            events,
            "--workload-setting",
            "least-amount=1",
            "--view",
            "places",
            "-o",
            "json");
    Ran invalid =
        Ran.run(
            "replay",
            "rides",
            "--plugin",
            plugin,
            "--file",
            events,
            "--workload-setting",
            "least-amount=much");
    Ran unknown =
        Ran.run(
            "replay",
            "rides",
            "--plugin",
            plugin,
            "--file",
            events,
            "--workload-setting",
            "least=1");

    assertThat(least.code()).as(least.err()).isEqualTo(ExitCode.OK);
    assertThat(least.err()).contains("3 not at least 1.0");
    assertThat(invalid.code()).isEqualTo(ExitCode.USAGE);
    assertThat(invalid.err()).contains("least-amount is 'much', and takes a number");
    assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err()).contains("rides has no setting 'least'; it has least-amount");
  }

  @Test
  void isSimulated() {
    Ran ran = Ran.run("simulate", "rides", "--plugin", plugin, "--schedules", "20");

    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).contains("rides: found nothing in 20 schedules");
  }

  @Test
  void isInADemoOfAllWorkloads() {
    Ran ran = Ran.run("demo", "--plugin", plugin, "--for", "2s", "--no-page", "-o", "json");

    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).contains("\"workload\":\"metrics\"", "\"workload\":\"rides\"");
  }

  @Test
  void isServed() {
    Ran ran =
        Ran.run(
            "serve", "rides", "--plugin", plugin, "--file", events, "--port", "0", "--for", "1s");

    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
    assertThat(ran.err()).contains("rides: answers at");
  }

  @Test
  void isInHelp() {
    Ran ran = Ran.run("replay", "--plugin", plugin, "--help");

    assertThat(ran.out())
        .contains("One of metrics, vending, social, weather, rides.")
        .contains("  rides places: place, region, hour (--at)");
  }

  @Test
  void isNamedBySettings() throws IOException {
    Path file = directory.resolve("cluster.conf");
    Files.writeString(
        file, "plugins = [\"" + plugin + "\"]\nworkloads.rides.least-amount = \"2\"\n");

    Ran byFile = Ran.run("config", "show", "--servers", file.toString(), "-o", "json");
    Ran byFlag = Ran.run("config", "show", "--set", "plugins=" + plugin, "-o", "json");

    assertThat(byFile.code()).as(byFile.err()).isEqualTo(ExitCode.OK);
    assertThat(byFile.out())
        .contains("{\"view\":\"config\",\"path\":\"workloads.rides.least-amount\",\"value\":\"2\"")
        .contains("\"path\":\"workloads.rides.slice-bits\",\"value\":\"14\",\"origin\":\"default\"")
        .contains("\"path\":\"workloads.rides.horizon\",\"value\":\"100000\"")
        .contains("\"path\":\"workloads.weather.slice-bits\",\"value\":\"10\"");
    assertThat(byFlag.out()).contains("\"path\":\"workloads.rides.event-id\"");
  }

  @Test
  void hasASectionInTheDefaults() {
    Ran ran = Ran.run("config", "defaults", "--plugin", plugin);

    assertThat(ran.out())
        .endsWith(
            """

            workloads.rides {
              # least-amount: a number, for example 0.5
              slice-bits = 14
              event-id = ""
              horizon = 100000
              least-amount = "0"
            }
            """);
  }

  @Test
  void hasNoSettingsThatItDoesNotDeclare() {
    Ran ran = Ran.run("config", "show", "--plugin", plugin, "--set", "workloads.rides.most=1");

    assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.err()).contains("there is no setting 'workloads.rides.most'");
  }

  @Test
  void isRefusedWhereItCannotBeLoaded() {
    Ran absent = Ran.run("doctor", "--plugin", "none.jar");
    Ran unnamed = Ran.run("replay", "rides", "--file", events);

    assertThat(absent.code()).isEqualTo(ExitCode.USAGE);
    assertThat(absent.err())
        .isEqualTo(
            "anabranch: plugin none.jar does not exist; build it first, or correct the path\n");
    assertThat(unnamed.code()).isEqualTo(ExitCode.USAGE);
    assertThat(unnamed.err())
        .contains("there is no workload 'rides'; there are metrics", "--plugin FILE|DIRECTORY");
  }

  @Test
  void needsAGeneratorForADemo() throws IOException {
    Path project = directory.resolve("silent");
    Path jar = NewWorkload.plugin(project, "silent");
    try (java.nio.file.FileSystem files = java.nio.file.FileSystems.newFileSystem(jar)) {
      Files.delete(
          files.getPath("META-INF/services/io.anabranch.apps.ingest.generate.GeneratorFactory"));
      Files.delete(
          files.getPath("META-INF/services/io.anabranch.apps.simulation.WorkloadSimulation"));
    }

    Ran demo = Ran.run("demo", "silent", "--plugin", jar.toString());
    Ran simulate = Ran.run("simulate", "silent", "--plugin", jar.toString());

    assertThat(demo.code()).isEqualTo(ExitCode.USAGE);
    assertThat(demo.err())
        .contains("there is no generator for workload silent", "GeneratorFactory");
    assertThat(simulate.code()).isEqualTo(ExitCode.USAGE);
    assertThat(simulate.err()).contains("silent cannot be simulated", "WorkloadSimulation");
  }
}
