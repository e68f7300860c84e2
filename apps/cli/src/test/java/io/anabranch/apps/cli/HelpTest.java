package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.apps.workloads.WorkloadCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What people meet first, who do not know what to type. */
class HelpTest {

  private static final String PURCHASES =
      Path.of("..", "..", "samples", "purchases.ndjson").toString();

  @Test
  void breaksNoLineOfTheHelpOfTheProgram() {
    Command command = Main.class.getAnnotation(Command.class);

    Ran told = Ran.run("--help");

    assertThat(told.out().lines()).containsAll(List.of(command.description()));
    assertThat(told.out().lines()).containsAll(List.of(command.footer()));
  }

  @Test
  void breaksNoLineOfTheHelpOfReplay() {
    Command command = ReplayCommand.class.getAnnotation(Command.class);

    Ran told = Ran.run("replay", "--help");

    assertThat(told.out().lines()).containsAll(List.of(command.description()));
    assertThat(told.code()).isEqualTo(CommandLine.ExitCode.OK);
  }

  @Test
  void namesEveryViewAndTheColumnsToAskItBy() {
    String help = Ran.run("replay", "--help").out();

    assertThat(help).contains("One of metrics, vending, social, weather.");
    assertThat(help.lines())
        .contains(
            "  metrics measurements: node, indicator, time (--at), group, shift",
            "  vending items: item",
            "  social views_top_posts_v1: subreddit, day (--at)",
            "  weather city_stats: city, day (--at)");
  }

  @Test
  void showsExamplesThatRun() {
    List<String> examples = new ArrayList<>();
    for (Class<?> command : List.of(Main.class, ReplayCommand.class, ServeCommand.class)) {
      String all = String.join("\n", command.getAnnotation(Command.class).description());
      all.replace("\\\n", " ")
          .lines()
          .map(String::strip)
          .filter(line -> line.startsWith("anabranch ") && line.contains("--file"))
          .forEach(examples::add);
    }

    assertThat(examples).hasSizeGreaterThan(6);
    for (String workload : WorkloadCatalog.shipped().names()) {
      assertThat(examples).anyMatch(example -> example.contains(" " + workload + " "));
    }
    for (String example : examples) {
      String[] description =
          example
              .replace("samples/", "../../samples/")
              .replaceAll(" --port \\d+", "")
              .split("\\s+", -1);
      boolean isServe = description[1].equals("serve");
      List<String> arguments = new ArrayList<>(List.of(description).subList(1, description.length));
      if (isServe) {
        arguments.addAll(List.of("--for=200ms", "--port=0"));
      }
      Ran told = Ran.run(arguments.toArray(String[]::new));
      assertThat(told.code()).as(example + "%n" + told.err()).isEqualTo(ExitCode.OK);
      assertThat(isServe ? told.err() : told.out()).as(example).isNotEmpty();
    }
  }

  @Test
  void namesTheCommandsThereAre() {
    Ran told = Ran.run("demmo");

    assertThat(told.code()).isEqualTo(ExitCode.USAGE);
    assertThat(told.err()).contains("there is no command 'demmo'; there is demo, replay, query");
  }

  @Test
  void asksWhetherTheInputIsOfAnotherWorkload() {
    Ran told = Ran.run("replay", "weather", "--file", PURCHASES);

    assertThat(told.code()).isEqualTo(ExitCode.OK);
    assertThat(told.err()).contains("every event is rejected").contains("the input of weather?");
  }
}
