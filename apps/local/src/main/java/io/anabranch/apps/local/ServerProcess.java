package io.anabranch.apps.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The process of a server, as its starter sees it: it says one word on standard output once clients
 * are served, writes the rest to its log, and lives no longer than its standard input.
 */
final class ServerProcess {

  private static final String LOG = "server.log";
  private static final String OLDER_LOG = "server.log.1";
  private static final long LONGEST_LOG = 8L << 20;
  private static final int KILLED = 128;

  /** Kept, because the pipe to its standard input is closed once nobody does. */
  private final Process process;

  private final Path log;
  private final long logStart;
  private final CountDownLatch settled = new CountDownLatch(1);
  private volatile boolean isReady;

  private ServerProcess(Process process, Path log, long logStart) {
    this.process = process;
    this.log = log;
    this.logStart = logStart;
  }

  static Path log(Path directory) {
    return directory.resolve(LOG);
  }

  static ServerProcess launch(List<String> command, Path directory) throws IOException {
    Files.createDirectories(directory);
    Path log = log(directory);
    if (Files.exists(log) && Files.size(log) > LONGEST_LOG) {
      Files.move(log, directory.resolve(OLDER_LOG), StandardCopyOption.REPLACE_EXISTING);
    }
    long start = Files.exists(log) ? Files.size(log) : 0;
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    ServerProcess launched = new ServerProcess(process, log, start);
    Thread ear = new Thread(launched::listen, "ear-of-" + process.pid());
    ear.setDaemon(true);
    ear.start();
    return launched;
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(ChildServer.READY)) {
          isReady = true;
          settled.countDown();
        }
      }
    } catch (IOException closed) {
      // By whoever ends the process, who closes this end of the pipe.
      process.destroy();
    } finally {
      settled.countDown();
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it has said that clients are served. */
  boolean isReady() {
    return isReady;
  }

  /** Waits until it is ready or has ended; false if neither happens in time. */
  boolean settles(Duration time) throws InterruptedException {
    return settled.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Asks it to end in order. */
  void terminate() {
    process.destroy();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
  }

  boolean ends(Duration time) throws InterruptedException {
    return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Waits for an end that is sure to come, whoever interrupts. */
  void awaitEnd() {
    boolean wasInterrupted = false;
    while (true) {
      try {
        process.waitFor();
        break;
      } catch (InterruptedException hurry) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Why it has ended, in a line. */
  String lastWords() {
    int code = process.exitValue();
    if (code == KILLED + 9) {
      return "it was killed (signal 9: by somebody, or by the system for want of memory)";
    }
    String how =
        code > KILLED ? "it was ended by signal " + (code - KILLED) : "it ended with " + code;
    return LogTail.trouble(log, logStart).map(line -> how + ": " + line).getOrElse(how);
  }
}
