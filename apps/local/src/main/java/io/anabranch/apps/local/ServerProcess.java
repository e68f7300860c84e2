package io.anabranch.apps.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The process of a server, seen from its parent. It writes one line to standard output when it is
 * ready, everything else to its log, and ends when its standard input is closed.
 */
final class ServerProcess {

  private static final String LOG = "server.log";
  private static final String ROTATED_LOG = "server.log.1";
  private static final long MAX_LOG_BYTES = 8L << 20;
  private static final int SIGNALLED = 128;

  /** Referenced as long as the server is to run: its standard input is closed with it. */
  private final Process process;

  private final Path log;
  private final long logStart;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

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
    if (Files.exists(log) && Files.size(log) > MAX_LOG_BYTES) {
      Files.move(log, directory.resolve(ROTATED_LOG), StandardCopyOption.REPLACE_EXISTING);
    }
    long start = Files.exists(log) ? Files.size(log) : 0;
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    ServerProcess launched = new ServerProcess(process, log, start);
    Thread reader = new Thread(launched::readOutput, "output-of-" + process.pid());
    reader.setDaemon(true);
    reader.start();
    return launched;
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(ChildServer.READY)) {
          ready.complete(null);
        }
      }
    } catch (IOException closed) {
      // The JDK closes the pipe when the process ends or is destroyed.
      process.destroy();
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether a client's round trip has worked. */
  boolean isReady() {
    return ready.isDone();
  }

  /** Waits until it is ready, has ended or the timeout has passed. */
  void awaitReady(Duration timeout) throws InterruptedException {
    try {
      CompletableFuture.anyOf(ready, process.onExit())
          .completeOnTimeout(null, timeout.toNanos(), TimeUnit.NANOSECONDS)
          .get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Stops it with SIGTERM, or kills it when the timeout passes or this thread is interrupted. */
  void stop(Duration timeout) {
    process.destroy();
    try {
      if (process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  /** Kills it with SIGKILL, and returns when it has ended. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Why it ended, in one line. */
  String endReason() {
    int code = process.exitValue();
    if (code == SIGNALLED + 9) {
      return "it was killed (signal 9; the system does that when memory runs out)";
    }
    String how =
        code > SIGNALLED
            ? "it was ended by signal " + (code - SIGNALLED)
            : "it exited with status " + code;
    return LogTail.failure(log, logStart).map(line -> how + ": " + line).getOrElse(how);
  }
}
