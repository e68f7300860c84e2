package io.anabranch.apps.local;

import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A server in the care of a supervisor, who looks after it in one thread. */
final class WatchedServer {

  /** The command line of a server. */
  interface Commands {
    List<String> of(ServerKind kind, Path directory, Map<String, Integer> ports);
  }

  private final ServerKind kind;
  private final Path directory;
  private final Commands commands;
  private final SupervisorTimeouts pace;

  /** When it was started again, by {@link System#nanoTime}, within the window. */
  private final Deque<Long> restarts = new ArrayDeque<>();

  private ServerRecord record;
  private Option<ServerProcess> process = Option.none();
  private Option<DesiredState> noted = Option.none();
  private Option<DesiredState> granted = Option.none();
  private Option<String> fault = Option.none();
  private boolean wasReady;
  private boolean isTold = true;
  private long deadline;

  WatchedServer(ServerKind kind, Path directory, Commands commands, SupervisorTimeouts pace)
      throws IOException {
    this.kind = kind;
    this.directory = directory;
    this.commands = commands;
    this.pace = pace;
    this.record =
        ServerRecord.read(directory, kind)
            .getOrElse(
                () -> new ServerRecord(ServerState.STOPPED, 0, 0, Option.none(), now(), 0, ""));
    this.deadline = after(pace.stop());
  }

  /** Does what is to be done now; false if that is nothing, and nothing is left to wait for. */
  boolean look(Option<DesiredState> wish) {
    tell();
    if (process.isDefined()) {
      follow(process.get(), wish);
      return true;
    }
    if (wish.isEmpty()) {
      noted = Option.none();
      granted = Option.none();
      if (isPredecessorGone() && record.state() != ServerState.STOPPED) {
        become(ServerState.STOPPED, Option.none(), "");
      }
      return record.state() != ServerState.STOPPED;
    }
    if (!wish.equals(granted)) {
      if (!wish.equals(noted)) {
        noted = wish;
        restarts.clear();
        record = with(0);
        become(ServerState.STARTING, record.process(), "");
        deadline = after(pace.stop());
      }
      if (isPredecessorGone()) {
        granted = wish;
        wasReady = false;
        launch(wish.get());
      }
    } else if (record.state() == ServerState.RESTARTING && isPast(deadline)) {
      launch(wish.get());
    }
    return true;
  }

  private void follow(ServerProcess running, Option<DesiredState> wish) {
    if (!running.isAlive()) {
      ended(running);
    } else if (record.state() == ServerState.STOPPING) {
      if (isPast(deadline)) {
        running.kill();
      }
    } else if (wish.isEmpty()) {
      running.terminate();
      deadline = after(pace.stop());
      become(ServerState.STOPPING, record.process(), "");
    } else {
      noted = wish;
      granted = wish;
      if (record.state() == ServerState.STARTING) {
        if (running.isReady()) {
          wasReady = true;
          become(ServerState.READY, record.process(), record.reason());
        } else if (isPast(deadline)) {
          fault = Option.some("it served no client within " + pace.start().toSeconds() + " s");
          running.kill();
        }
      }
    }
  }

  private void ended(ServerProcess running) {
    process = Option.none();
    if (record.state() == ServerState.STOPPING) {
      noted = Option.none();
      granted = Option.none();
      become(ServerState.STOPPED, Option.none(), "");
      return;
    }
    died(fault.getOrElse(running::lastWords));
  }

  /** Whoever has served is started again; what fails from the beginning needs somebody's care. */
  private void died(String reason) {
    fault = Option.none();
    while (!restarts.isEmpty() && isPast(restarts.getFirst() + pace.window().toNanos())) {
      restarts.removeFirst();
    }
    if (!wasReady) {
      become(ServerState.DIED, Option.none(), reason);
    } else if (restarts.size() >= pace.restarts()) {
      become(
          ServerState.DIED,
          Option.none(),
          reason + "; it was started again " + restarts.size() + " times, and is no more");
    } else {
      deadline =
          System.nanoTime()
              + (restarts.isEmpty() ? 0 : pace.backoff().toNanos() << (restarts.size() - 1));
      restarts.addLast(System.nanoTime());
      record = with(record.restarts() + 1);
      become(ServerState.RESTARTING, Option.none(), reason);
    }
  }

  private void launch(DesiredState wish) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put(LocalServer.CLIENT, wish.port());
    int inner =
        record.innerPort() > 0 && ServerPorts.isFree(record.innerPort())
            ? record.innerPort()
            : kind.innerPort().map(name -> ServerPorts.anyFree()).getOrElse(0);
    kind.innerPort().forEach(name -> ports.put(name, inner));
    record =
        new ServerRecord(
            ServerState.STARTING,
            wish.port(),
            inner,
            Option.none(),
            now(),
            record.restarts(),
            record.reason());
    try {
      Path home = directory.resolve(kind.word());
      ServerProcess launched = ServerProcess.launch(commands.of(kind, home, ports), home);
      process = Option.some(launched);
      deadline = after(pace.start());
      become(ServerState.STARTING, Option.some(LiveProcess.of(launched.handle())), record.reason());
    } catch (IOException | LocalServerException impossible) {
      died("it cannot be started: " + impossible.getMessage());
    }
  }

  /**
   * Whether the process of an earlier supervisor has gone. It ends by itself soon after that one,
   * and two servers must not have one directory.
   */
  private boolean isPredecessorGone() {
    Option<ProcessHandle> earlier = record.process().flatMap(LiveProcess::find);
    if (earlier.isDefined() && isPast(deadline)) {
      earlier.get().destroyForcibly();
    }
    return earlier.isEmpty();
  }

  private void become(ServerState state, Option<LiveProcess> live, String reason) {
    record =
        new ServerRecord(
            state, record.port(), record.innerPort(), live, now(), record.restarts(), reason);
    isTold = false;
    tell();
    System.err.println(
        now() + " " + kind.word() + " " + state.word() + (reason.isEmpty() ? "" : ": " + reason));
  }

  /** A full disk is no reason to end servers: it is tried again. */
  private void tell() {
    if (!isTold) {
      try {
        record.write(directory, kind);
        isTold = true;
      } catch (IOException full) {
        System.err.println(now() + " the state of " + kind.word() + " cannot be written: " + full);
      }
    }
  }

  private ServerRecord with(int times) {
    return new ServerRecord(
        record.state(),
        record.port(),
        record.innerPort(),
        record.process(),
        record.since(),
        times,
        record.reason());
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private static long after(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  private static boolean isPast(long nanos) {
    return System.nanoTime() - nanos >= 0;
  }
}
