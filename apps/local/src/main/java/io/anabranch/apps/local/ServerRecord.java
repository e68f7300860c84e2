package io.anabranch.apps.local;

import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * What a supervisor says of a server, for others to read.
 *
 * @param port for clients
 * @param innerPort that only the server itself uses; 0 if there is none yet
 * @param process the last one that it had
 * @param since when it came to this state
 * @param restarts how often it was started again since somebody wanted it
 * @param reason why it died the last time; empty if it did not
 */
record ServerRecord(
    ServerState state,
    int port,
    int innerPort,
    Option<LiveProcess> process,
    Instant since,
    int restarts,
    String reason) {

  static Path file(Path directory, ServerKind kind) {
    return directory.resolve(kind.word() + ".state");
  }

  static Option<ServerRecord> read(Path directory, ServerKind kind) throws IOException {
    return StateFile.read(file(directory, kind)).map(ServerRecord::parse);
  }

  private static ServerRecord parse(Properties text) {
    String pid = text.getProperty("pid", "");
    return new ServerRecord(
        ServerState.valueOf(text.getProperty("state", ServerState.STOPPED.name())),
        Integer.parseInt(text.getProperty("port", "0")),
        Integer.parseInt(text.getProperty("innerPort", "0")),
        pid.isEmpty()
            ? Option.none()
            : Option.some(new LiveProcess(Long.parseLong(pid), text.getProperty("born", ""))),
        Instant.parse(text.getProperty("since", Instant.EPOCH.toString())),
        Integer.parseInt(text.getProperty("restarts", "0")),
        text.getProperty("reason", ""));
  }

  void write(Path directory, ServerKind kind) throws IOException {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("state", state.name());
    text.put("port", Integer.toString(port));
    text.put("innerPort", Integer.toString(innerPort));
    process.forEach(
        live -> {
          text.put("pid", Long.toString(live.pid()));
          text.put("born", live.born());
        });
    text.put("since", since.toString());
    text.put("restarts", Integer.toString(restarts));
    text.put("reason", reason);
    StateFile.replace(file(directory, kind), text);
  }
}
