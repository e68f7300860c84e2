package io.anabranch.apps.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A real server as a child of this JVM, on loopback. It goes when this JVM goes, however that ends.
 *
 * <p>What the server has acknowledged is in its directory: {@link #kill} and {@link #restart} find
 * it again.
 */
public final class LocalServer implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(4);
  private static final Duration STOP = Duration.ofSeconds(25);
  static final String CLIENT = "client";

  /** It lives for minutes: what a thorough compiler takes would not come back. */
  private static final String COMPILED_LIGHTLY = "-XX:TieredStopAtLevel=1";

  private final ServerKind kind;
  private final Path directory;
  private final Map<String, Integer> ports;
  private ServerProcess process;

  private LocalServer(ServerKind kind, Path directory, Map<String, Integer> ports) {
    this.kind = kind;
    this.directory = directory;
    this.ports = ports;
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> running().kill(), "end-" + kind.word()));
  }

  /**
   * Starts a server on free ports and returns when a client's round trip has worked.
   *
   * @param directory for its data, settings and log; data that is there is served again
   * @throws LocalServerException if it does not come up
   */
  public static LocalServer start(ServerKind kind, Path directory) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put(CLIENT, ServerPorts.anyFree());
    kind.innerPort().forEach(name -> ports.put(name, ServerPorts.anyFree()));
    return new LocalServer(kind, directory.toAbsolutePath().normalize(), ports);
  }

  /** Where clients connect. */
  public InetSocketAddress address() {
    return ServerPorts.at(ports.getOrDefault(CLIENT, 0));
  }

  /** Which server this is. */
  public ServerKind kind() {
    return kind;
  }

  /** What the server and its JVM have to say. */
  public Path log() {
    return ServerProcess.log(directory);
  }

  /** The id of the server's process. */
  public long pid() {
    return running().handle().pid();
  }

  /** Whether the server's process runs, or is paused. */
  public boolean isAlive() {
    return running().isAlive();
  }

  /** Ends the server as {@code kill -9} does, and returns when it has gone. */
  public synchronized void kill() {
    process.kill();
    process.awaitEnd();
  }

  /** Stops the server where it is: connections stay open, and nothing answers. */
  public void pause() {
    signal("-STOP");
  }

  /** Lets a paused server go on. */
  public void resume() {
    signal("-CONT");
  }

  /**
   * Starts the server again, on the same directory and ports, after an orderly end if it still
   * runs.
   */
  public synchronized void restart() {
    close();
    process = launch();
  }

  /** Ends the server in order, or by force if that takes too long. Harmless when it has ended. */
  @Override
  public synchronized void close() {
    if (!process.isAlive()) {
      return;
    }
    resume();
    process.terminate();
    try {
      if (!process.ends(STOP)) {
        kill();
      }
    } catch (InterruptedException hurry) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  private synchronized ServerProcess running() {
    return process;
  }

  private ServerProcess launch() {
    ServerProcess launched;
    try {
      launched =
          ServerProcess.launch(
              ServerCommand.of(kind, ServerClassPath.of(kind), directory, ports, COMPILED_LIGHTLY),
              directory);
    } catch (IOException impossible) {
      throw new LocalServerException(
          kind.title() + " cannot be started in " + directory + ": " + impossible.getMessage(),
          impossible);
    }
    boolean isInTime;
    try {
      isInTime = launched.settles(START);
    } catch (InterruptedException hurry) {
      launched.kill();
      Thread.currentThread().interrupt();
      throw new LocalServerException(kind.title() + " was not waited for", hurry);
    }
    if (launched.isReady()) {
      return launched;
    }
    if (!isInTime) {
      launched.kill();
    }
    launched.awaitEnd();
    throw new LocalServerException(
        kind.title()
            + (isInTime
                ? " ended while it started: " + launched.lastWords()
                : " served no client within " + START.toSeconds() + " s")
            + "; its log is "
            + log());
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
        throw new LocalServerException(String.join(" ", command) + " failed");
      }
    } catch (IOException missing) {
      throw new LocalServerException(
          String.join(" ", command) + " cannot be run: " + missing.getMessage(), missing);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
