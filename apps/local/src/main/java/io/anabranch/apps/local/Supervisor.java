package io.anabranch.apps.local;

import io.vavr.control.Option;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The parent process of one server: starts it, restarts it with a back-off when it dies, and stops
 * it on SIGTERM. It ends when the server is stopped or fails too often. A server does not outlive
 * its supervisor.
 */
public final class Supervisor {

  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration UNLIMITED = Duration.ofDays(365);

  private final ServerKind kind;
  private final Path directory;
  private final int port;
  private final Supplier<List<String>> command;
  private final SupervisorTimeouts timeouts;
  private final LiveProcess self = LiveProcess.current();
  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);

  /** The restarts within the window, by {@link System#nanoTime}. */
  private final Deque<Long> recentRestarts = new ArrayDeque<>();

  private int restarts;
  private boolean wasReady;
  private Option<ServerRecord> unsaved = Option.none();

  Supervisor(
      ServerKind kind,
      Path directory,
      int port,
      Supplier<List<String>> command,
      SupervisorTimeouts timeouts) {
    this.kind = kind;
    this.directory = directory;
    this.port = port;
    this.command = command;
    this.timeouts = timeouts;
  }

  /** Arguments: the directory of the servers, the name of a {@link ServerKind}, its port. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Path.of(arguments[0]);
    ServerKind kind = ServerKind.valueOf(arguments[1]);
    int port = Integer.parseInt(arguments[2]);
    try (FileChannel lock =
        FileChannel.open(
            directory.resolve(kind.word() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      if (!isAcquired(lock)) {
        System.err.println(now() + " " + kind.word() + " has another supervisor");
        return;
      }
      Supervisor supervisor =
          new Supervisor(
              kind,
              directory,
              port,
              () ->
                  ServerCommand.of(
                      kind, ServerClassPath.of(kind), directory.resolve(kind.word()), port),
              SupervisorTimeouts.DEFAULT);
      Runtime.getRuntime().addShutdownHook(new Thread(supervisor::stop, "stop"));
      supervisor.run();
    }
  }

  /** Waits for a moment, because a supervisor that has just stopped its server is still exiting. */
  private static boolean isAcquired(FileChannel lock) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LOCK_TIMEOUT.toNanos();
    while (lock.tryLock() == null) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return true;
  }

  /**
   * Keeps the server running until it is stopped or fails too often.
   *
   * @throws IOException if the record of the server cannot be written at all
   */
  void run() throws IOException, InterruptedException {
    try {
      Option<LiveProcess> predecessor =
          ServerRecord.read(directory, kind)
              .flatMap(ServerRecord::server)
              .filter(LiveProcess::isAlive);
      record(ServerState.STARTING, predecessor, "").write(directory, kind);
      for (LiveProcess process : predecessor) {
        awaitEndOf(process);
      }
      String reason = "";
      while (!isStopRequested()) {
        reason = runServer(reason);
        if (!isStopRequested() && !mayRestart()) {
          become(
              ServerState.DIED,
              Option.none(),
              recentRestarts.isEmpty()
                  ? reason
                  : reason
                      + "; gave up after "
                      + recentRestarts.size()
                      + " restarts within "
                      + timeouts.window().toMinutes()
                      + " minutes");
          return;
        }
        if (!isStopRequested()) {
          backOff(reason);
        }
      }
      become(ServerState.STOPPED, Option.none(), "");
    } finally {
      finished.countDown();
    }
  }

  /**
   * Waits for the server of a supervisor that was killed, because two servers must not share a
   * directory. It ends by itself, or is killed.
   */
  private void awaitEndOf(LiveProcess predecessor) throws InterruptedException {
    long deadline = System.nanoTime() + timeouts.stop().toNanos();
    for (Option<ProcessHandle> left = predecessor.find();
        left.isDefined();
        left = predecessor.find()) {
      if (System.nanoTime() - deadline > 0) {
        left.get().destroyForcibly();
      }
      TimeUnit.NANOSECONDS.sleep(timeouts.poll().toNanos());
    }
  }

  /**
   * Runs the server once, until it has ended.
   *
   * @param previous why it died before; empty if it did not
   * @return why it ended
   */
  private String runServer(String previous) throws InterruptedException {
    ServerProcess server;
    try {
      server = ServerProcess.launch(command.get(), directory.resolve(kind.word()));
    } catch (IOException | LocalServerException failure) {
      return "it cannot be started: " + failure.getMessage();
    }
    Option<LiveProcess> process = Option.some(LiveProcess.of(server.handle()));
    become(ServerState.STARTING, process, previous);
    await(() -> server.isReady() || !server.isAlive(), timeouts.start());
    if (server.isReady()) {
      wasReady = true;
      become(ServerState.READY, process, previous);
      await(() -> !server.isAlive(), UNLIMITED);
    }
    if (!server.isAlive()) {
      return server.endReason();
    }
    if (isStopRequested()) {
      become(ServerState.STOPPING, process, "");
      server.stop(timeouts.stop());
      return "";
    }
    server.kill();
    return "it served no client within " + timeouts.start().toSeconds() + " s";
  }

  /** A server that was never ready needs attention; one that was ready gets a few more chances. */
  private boolean mayRestart() {
    long windowStart = System.nanoTime() - timeouts.window().toNanos();
    recentRestarts.removeIf(restart -> restart - windowStart < 0);
    return wasReady && recentRestarts.size() < timeouts.restarts();
  }

  private void backOff(String reason) throws InterruptedException {
    Duration delay =
        recentRestarts.isEmpty()
            ? Duration.ZERO
            : timeouts.backoff().multipliedBy(1L << (recentRestarts.size() - 1));
    recentRestarts.addLast(System.nanoTime());
    restarts++;
    become(ServerState.RESTARTING, Option.none(), reason);
    await(() -> false, delay);
  }

  /** Returns when the condition holds, the timeout has passed or a stop is requested. */
  private void await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()
        && System.nanoTime() - deadline < 0
        && !stopRequested.await(timeouts.poll().toNanos(), TimeUnit.NANOSECONDS)) {
      save();
    }
  }

  private boolean isStopRequested() {
    return stopRequested.getCount() == 0;
  }

  /** Stops the server, and returns when it has ended. */
  void stop() {
    stopRequested.countDown();
    try {
      finished.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void become(ServerState state, Option<LiveProcess> server, String reason) {
    boolean hasJustDied = state == ServerState.RESTARTING || state == ServerState.DIED;
    System.err.println(
        now() + " " + kind.word() + " " + state.word() + (hasJustDied ? ": " + reason : ""));
    unsaved = Option.some(record(state, server, reason));
    save();
  }

  private ServerRecord record(ServerState state, Option<LiveProcess> server, String reason) {
    return new ServerRecord(state, port, Option.some(self), server, now(), restarts, reason);
  }

  /** A full disk does not stop the server: the record is written when there is space again. */
  private void save() {
    for (ServerRecord record : unsaved) {
      try {
        record.write(directory, kind);
        unsaved = Option.none();
      } catch (IOException failure) {
        System.err.println(
            now() + " " + kind.word() + ": its state cannot be written, retrying: " + failure);
      }
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
