package io.anabranch.apps.local;

import io.vavr.control.Option;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Properties;

/**
 * The pid file of a server: what its supervisor last recorded, in {@code KIND.state}.
 *
 * @param port for clients
 * @param supervisor the process that wrote this
 * @param server the server's process
 * @param since when the server entered this state
 * @param restarts since the server was last started by a user
 * @param reason why the server last died; empty if it did not
 */
record ServerRecord(
    ServerState state,
    int port,
    Option<LiveProcess> supervisor,
    Option<LiveProcess> server,
    Instant since,
    int restarts,
    String reason) {

  static ServerRecord neverStarted() {
    return new ServerRecord(
        ServerState.STOPPED, 0, Option.none(), Option.none(), Instant.now(), 0, "");
  }

  private static Path file(Path directory, ServerKind kind) {
    return directory.resolve(kind.word() + ".state");
  }

  static Option<ServerRecord> read(Path directory, ServerKind kind) throws IOException {
    Properties text = new Properties();
    try {
      text.load(new StringReader(Files.readString(file(directory, kind), StandardCharsets.UTF_8)));
    } catch (NoSuchFileException neverStarted) {
      return Option.none();
    }
    return Option.some(
        new ServerRecord(
            ServerState.valueOf(text.getProperty("state", ServerState.STOPPED.name())),
            Integer.parseInt(text.getProperty("port", "0")),
            process(text, "supervisor"),
            process(text, "server"),
            Instant.parse(text.getProperty("since", Instant.EPOCH.toString())),
            Integer.parseInt(text.getProperty("restarts", "0")),
            text.getProperty("reason", "")));
  }

  private static Option<LiveProcess> process(Properties text, String name) {
    return Option.of(text.getProperty(name + ".pid"))
        .map(pid -> new LiveProcess(Long.parseLong(pid), text.getProperty(name + ".started", "")));
  }

  /** Replaces the file in one step, so that readers see either the old or the new record. */
  void write(Path directory, ServerKind kind) throws IOException {
    Properties text = new Properties();
    text.setProperty("state", state.name());
    text.setProperty("port", Integer.toString(port));
    put(text, "supervisor", supervisor);
    put(text, "server", server);
    text.setProperty("since", since.toString());
    text.setProperty("restarts", Integer.toString(restarts));
    text.setProperty("reason", reason);
    StringWriter content = new StringWriter();
    text.store(content, null);
    Path file = file(directory, kind);
    Path next =
        file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
    Files.writeString(next, content.toString(), StandardCharsets.UTF_8);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void put(Properties text, String name, Option<LiveProcess> process) {
    process.forEach(
        recorded -> {
          text.setProperty(name + ".pid", Long.toString(recorded.pid()));
          text.setProperty(name + ".started", recorded.started());
        });
  }

  /** Whether the server was neither stopped nor given up. */
  boolean isActive() {
    return state != ServerState.STOPPED && state != ServerState.DIED;
  }

  /** Whether a supervisor keeps the server running or is stopping it. */
  boolean isSupervised() {
    return isActive() && supervisor.exists(LiveProcess::isAlive);
  }

  ServerRecord stopped() {
    return new ServerRecord(
        ServerState.STOPPED, port, supervisor, Option.none(), Instant.now(), restarts, "");
  }
}
