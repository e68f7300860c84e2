package io.anabranch.apps.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A real server as a child of this JVM, on loopback. It goes when this JVM goes, however that ends.
 *
 * <p>What the server has acknowledged is in its directory: {@link #kill} and {@link #restart} find
 * it again.
 */
public final class LocalServer implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(4);
  private static final Duration STOP = Duration.ofSeconds(25);
  private static final String CLIENT = "client";
  private static final String LOG = "server.log";

  private final ServerKind kind;
  private final Path directory;
  private final Map<String, Integer> ports;
  private Process process;

  private LocalServer(ServerKind kind, Path directory, Map<String, Integer> ports) {
    this.kind = kind;
    this.directory = directory;
    this.ports = ports;
    this.process = launch();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> running().destroyForcibly(), "end-" + kind.word()));
  }

  /**
   * Starts a server on free ports and returns when a client's round trip has worked.
   *
   * @param directory for its data, settings and log; data that is there is served again
   * @throws LocalServerProblem if it does not come up
   */
  public static LocalServer start(ServerKind kind, Path directory) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put(CLIENT, Ports.anyFree());
    kind.innerPort().forEach(name -> ports.put(name, Ports.anyFree()));
    return new LocalServer(kind, directory.toAbsolutePath().normalize(), ports);
  }

  /** Where clients connect. */
  public InetSocketAddress address() {
    return Ports.at(ports.getOrDefault(CLIENT, 0));
  }

  /** Which server this is. */
  public ServerKind kind() {
    return kind;
  }

  /** What the server and its JVM have to say. */
  public Path log() {
    return directory.resolve(LOG);
  }

  /** The id of the server's process. */
  public long pid() {
    return running().pid();
  }

  /** Whether the server's process runs, or is paused. */
  public boolean isAlive() {
    return running().isAlive();
  }

  /** Ends the server as {@code kill -9} does, and returns when it has gone. */
  public synchronized void kill() {
    process.destroyForcibly();
    await(process);
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
    process.destroy();
    try {
      if (!process.waitFor(STOP.toNanos(), TimeUnit.NANOSECONDS)) {
        kill();
      }
    } catch (InterruptedException hurry) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Process running() {
    return process;
  }

  private Process launch() {
    Process launched;
    try {
      Files.createDirectories(directory);
      launched =
          new ProcessBuilder(ServerCommand.of(kind, ServerClassPath.of(kind), directory, ports))
              .directory(directory.toFile())
              .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException impossible) {
      throw new LocalServerProblem(
          kind.title() + " cannot be started in " + directory + ": " + impossible.getMessage(),
          impossible);
    }
    CountDownLatch ready = new CountDownLatch(1);
    CountDownLatch said = new CountDownLatch(1);
    Thread ear = new Thread(() -> listen(launched, ready, said), "ear-of-" + kind.word());
    ear.setDaemon(true);
    ear.start();
    boolean isInTime;
    try {
      isInTime = said.await(START.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException hurry) {
      launched.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new LocalServerProblem(kind.title() + " was not waited for", hurry);
    }
    if (ready.getCount() == 0) {
      return launched;
    }
    launched.destroyForcibly();
    throw new LocalServerProblem(
        kind.title()
            + (isInTime
                ? " ended while it started"
                : " served no client within " + START.toSeconds() + " s")
            + "; its log is "
            + log()
            + ", and ends with: "
            + LogTail.of(log(), 12));
  }

  private static void listen(Process server, CountDownLatch ready, CountDownLatch said) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(ChildServer.READY)) {
          ready.countDown();
          said.countDown();
        }
      }
    } catch (IOException closed) {
      // It was ended by close or kill, which close this end of the pipe.
      server.destroyForcibly();
    } finally {
      said.countDown();
    }
  }

  private void signal(String signal) {
    List<String> command = List.of("kill", signal, Long.toString(pid()));
    try {
      Process kill =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (await(kill) != 0 && isAlive()) {
        throw new LocalServerProblem(String.join(" ", command) + " failed");
      }
    } catch (IOException missing) {
      throw new LocalServerProblem(
          String.join(" ", command) + " cannot be run: " + missing.getMessage(), missing);
    }
  }

  /** Waits for an end that is sure to come. */
  private static int await(Process process) {
    boolean wasInterrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor();
        } catch (InterruptedException hurry) {
          wasInterrupted = true;
        }
      }
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
