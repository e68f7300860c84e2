package io.anabranch.apps.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * A real server as a child of this JVM, on the loopback interface. It stops when this JVM ends,
 * however that happens.
 *
 * <p>The directory holds everything that the server has acknowledged, also after {@link #kill} and
 * {@link #restart}.
 */
public final class LocalServer implements AutoCloseable {

  private static final SupervisorTimeouts TIMEOUTS = SupervisorTimeouts.DEFAULT;

  /** The server lives for minutes, too short for the optimising compiler to pay off. */
  private static final String FIRST_COMPILER_ONLY = "-XX:TieredStopAtLevel=1";

  private final ServerKind kind;
  private final Path directory;
  private final int port;
  private ServerProcess process;

  private LocalServer(ServerKind kind, Path directory, int port) {
    this.kind = kind;
    this.directory = directory;
    this.port = port;
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> current().kill(), "kill-" + kind.word()));
  }

  /**
   * Starts a server on a free port, and returns when a client's round trip has worked.
   *
   * @param directory for its data, settings and log; existing data is served again
   * @throws LocalServerException if the server does not become ready
   */
  public static LocalServer start(ServerKind kind, Path directory) {
    return new LocalServer(kind, directory.toAbsolutePath().normalize(), ServerPorts.findFree());
  }

  /** Where clients connect. */
  public InetSocketAddress address() {
    return ServerPorts.at(port);
  }

  /** The kind of this server. */
  public ServerKind kind() {
    return kind;
  }

  /** The output of the server and its JVM. */
  public Path log() {
    return ServerProcess.log(directory);
  }

  /** The pid of the server's process. */
  public long pid() {
    return current().handle().pid();
  }

  /** Whether the server's process runs or is paused. */
  public boolean isAlive() {
    return current().isAlive();
  }

  /** Kills the server with SIGKILL, and returns when it has ended. */
  public synchronized void kill() {
    process.kill();
  }

  /** Suspends the server's process: connections stay open, but nothing answers. */
  public void pause() {
    signal("-STOP");
  }

  /** Resumes a paused server. */
  public void resume() {
    signal("-CONT");
  }

  /** Stops the server if it runs, and starts it on the same directory and port. */
  public synchronized void restart() {
    close();
    process = launch();
  }

  /** Stops the server, or kills it if that takes too long. Has no effect when it has ended. */
  @Override
  public synchronized void close() {
    if (process.isAlive()) {
      resume();
      process.stop(TIMEOUTS.stop());
    }
  }

  private synchronized ServerProcess current() {
    return process;
  }

  private ServerProcess launch() {
    ServerProcess launched;
    try {
      launched =
          ServerProcess.launch(
              ServerCommand.of(
                  kind, ServerClassPath.of(kind), directory, port, FIRST_COMPILER_ONLY),
              directory);
    } catch (IOException failure) {
      throw new LocalServerException(
          kind.title() + " cannot be started in " + directory + ": " + failure.getMessage(),
          failure);
    }
    try {
      launched.awaitReady(TIMEOUTS.start());
    } catch (InterruptedException interrupted) {
      launched.kill();
      Thread.currentThread().interrupt();
      throw new LocalServerException(
          kind.title() + " was killed: its start was interrupted", interrupted);
    }
    if (launched.isReady()) {
      return launched;
    }
    String reason =
        launched.isAlive()
            ? "it served no client within " + TIMEOUTS.start().toSeconds() + " s"
            : launched.endReason();
    launched.kill();
    throw new LocalServerException(
        kind.title() + " cannot be started: " + reason + "; its log is " + log());
  }

  private void signal(String signal) {
    List<String> command = List.of("kill", signal, Long.toString(pid()));
    try {
      Process kill =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (kill.waitFor() != 0 && isAlive()) {
        throw new LocalServerException(
            kind.title() + " cannot be signalled: '" + String.join(" ", command) + "' failed");
      }
    } catch (IOException failure) {
      throw new LocalServerException(
          kind.title() + " cannot be signalled: " + failure.getMessage(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
