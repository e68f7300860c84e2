package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What people meet first, who do not know what to type. */
class HelpTest {

  private static final String PURCHASES = Path.of("..", "samples", "purchases.ndjson").toString();

  @Test
  void breaksNoLineOfTheHelpOfTheProgram() {
    Command command = Main.class.getAnnotation(Command.class);

    Told told = Told.by("--help");

    assertThat(told.out().lines()).containsAll(List.of(command.description()));
    assertThat(told.out().lines()).containsAll(List.of(command.footer()));
  }

  @Test
  void breaksNoLineOfTheHelpOfReplay() {
    Command command = ReplayCommand.class.getAnnotation(Command.class);

    Told told = Told.by("replay", "--help");

    assertThat(told.out().lines()).containsAll(List.of(command.description()));
    assertThat(told.code()).isEqualTo(CommandLine.ExitCode.OK);
  }

  @Test
  void namesTheCommandsThereAre() {
    Told told = Told.by("demmo");

    assertThat(told.code()).isEqualTo(ExitCode.USAGE);
    assertThat(told.err()).contains("there is no command 'demmo'; there is demo, replay, query");
  }

  @Test
  void asksWhetherTheInputIsOfAnotherWorkload() {
    Told told = Told.by("replay", "weather", "--file", PURCHASES);

    assertThat(told.code()).isEqualTo(ExitCode.OK);
    assertThat(told.err()).contains("every event is rejected").contains("the input of weather?");
  }
}
