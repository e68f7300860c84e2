package io.anabranch.apps.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.anabranch.apps.local.LocalServers;
import io.anabranch.apps.local.ServerState;
import io.anabranch.apps.local.ServerStatus;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code status}: the state of the servers of this machine. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    header = "Show the state of the servers that 'up' has started.",
    sortOptions = false,
    description = {
      "",
      "  anabranch status",
      "  anabranch status -o json",
      "",
      "Shows the state of each server (starting, ready, silent if its process does not answer,",
      "restarting, died, stopping or stopped), its address, log and data, how often it was",
      "restarted, and why it died.",
      "Exit status: 0 if all that were started are ready; 1 if one is silent or has died, also",
      "while it is restarted; 3 if one is starting or stopping, or nothing runs.",
      ""
    })
final class StatusCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private LocalOptions local;

  @picocli.CommandLine.Option(
      names = {"-o", "--output"},
      paramLabel = "table|json",
      description = "The format (default: a table on a terminal, else json).")
  private RowWriter.@Nullable Format output;

  @Override
  public Integer call() throws IOException {
    if (output == RowWriter.Format.CSV) {
      throw new UsageException("-o takes table or json here");
    }
    LocalServers servers = local.servers();
    List<ServerStatus> statuses = servers.statuses();
    PrintWriter out = spec.commandLine().getOut();
    Instant now = Instant.now();
    if (RowWriter.chosen(output) == RowWriter.Format.JSON) {
      for (ServerStatus status : statuses) {
        out.println(json(status, now));
      }
    } else {
      out.print(table(statuses, now));
    }
    PrintWriter err = spec.commandLine().getErr();
    if (statuses.stream().allMatch(status -> status.state() == ServerState.STOPPED)) {
      err.println(
          "anabranch: nothing runs in "
              + ServerLines.path(servers.directory())
              + "; './anabranch up"
              + local.repeated()
              + "' starts the servers");
    }
    statuses.stream()
        .filter(
            status ->
                status.state() == ServerState.DIED
                    || status.state() == ServerState.SILENT
                    || status.state() == ServerState.RESTARTING)
        .forEach(status -> err.println("anabranch: " + ServerLines.trouble(status)));
    return exitCode(statuses);
  }

  static int exitCode(List<ServerStatus> statuses) {
    List<ServerState> states = statuses.stream().map(ServerStatus::state).toList();
    if (states.contains(ServerState.DIED)
        || states.contains(ServerState.SILENT)
        || states.contains(ServerState.RESTARTING)
        || statuses.stream()
            .anyMatch(status -> status.state() == ServerState.STARTING && status.restarts() > 0)) {
      return ExitCode.FAILED;
    }
    return states.contains(ServerState.READY)
            && states.stream()
                .allMatch(state -> state == ServerState.READY || state == ServerState.STOPPED)
        ? ExitCode.OK
        : ExitCode.INCOMPLETE;
  }

  private static String table(List<ServerStatus> statuses, Instant now) {
    TextTable.Side left = TextTable.Side.LEFT;
    TextTable.Side right = TextTable.Side.RIGHT;
    TextTable table =
        new TextTable(
            List.of("server", "state", "address", "pid", "memory", "since", "restarts"),
            List.of(left, left, left, right, right, right, right));
    StringBuilder places = new StringBuilder();
    for (ServerStatus status : statuses) {
      boolean hasRun = status.address().isDefined();
      table.add(
          List.of(
              status.kind().word(),
              status.state().word(),
              ServerLines.address(status),
              status.pid().map(String::valueOf).getOrElse(""),
              ServerLines.memory(status),
              hasRun ? ServerLines.since(status, now) : "",
              Integer.toString(status.restarts())));
      if (hasRun) {
        places
            .append(String.format("%-9s  log ", status.kind().word()))
            .append(ServerLines.path(status.log()))
            .append(", data ")
            .append(ServerLines.path(status.data()))
            .append('\n');
        if (status.restarts() > 0) {
          status
              .reason()
              .forEach(
                  why -> places.append("           last died because ").append(why).append('\n'));
        }
      }
    }
    return table.toString() + places;
  }

  private static String json(ServerStatus status, Instant now) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("server", status.kind().word());
      json.writeStringField("state", status.state().word());
      field(json, "address", status.address().map(there -> ServerLines.address(status)));
      number(json, "pid", status.pid());
      number(json, "memoryBytes", status.memoryBytes());
      json.writeStringField("since", status.since().toString());
      json.writeNumberField(
          "sinceSeconds", Math.max(0, now.getEpochSecond() - status.since().getEpochSecond()));
      json.writeNumberField("restarts", status.restarts());
      field(json, "reason", status.reason());
      json.writeStringField("log", status.log().toString());
      json.writeStringField("data", status.data().toString());
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void field(JsonGenerator json, String name, Option<String> value)
      throws IOException {
    json.writeFieldName(name);
    if (value.isDefined()) {
      json.writeString(value.get());
    } else {
      json.writeNull();
    }
  }

  private static void number(JsonGenerator json, String name, Option<Long> value)
      throws IOException {
    json.writeFieldName(name);
    if (value.isDefined()) {
      json.writeNumber(value.get());
    } else {
      json.writeNull();
    }
  }
}
