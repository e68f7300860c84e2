package io.anabranch.apps.local;

import io.vavr.control.Option;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The parent of a directory's servers: starts those that somebody wants, again if they die, ends
 * those that nobody wants any more, and ends itself with the last one. There is one for a directory
 * at a time, and its servers do not outlive it.
 */
public final class Supervisor {

  private final Path directory;
  private final List<WatchedServer> servers = new ArrayList<>();
  private final List<ServerKind> kinds = List.of(ServerKind.values());
  private final SupervisorTimeouts pace;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean isEnding;

  Supervisor(Path directory, WatchedServer.Commands commands, SupervisorTimeouts pace)
      throws IOException {
    this.directory = directory;
    this.pace = pace;
    for (ServerKind kind : kinds) {
      servers.add(new WatchedServer(kind, directory, commands, pace));
    }
  }

  /** Argument: the directory. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Path.of(arguments[0]);
    Files.createDirectories(directory);
    try (FileChannel channel =
            FileChannel.open(lock(directory), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        System.err.println("Another supervisor has " + directory);
        return;
      }
      Supervisor supervisor =
          new Supervisor(
              directory,
              (kind, home, ports) -> ServerCommand.of(kind, ServerClassPath.of(kind), home, ports),
              SupervisorTimeouts.USUAL);
      Runtime.getRuntime().addShutdownHook(new Thread(supervisor::end, "end-in-order"));
      announce(directory, LiveProcess.current());
      supervisor.run();
    }
  }

  private static Path lock(Path directory) {
    return directory.resolve("supervisor.lock");
  }

  private static Path file(Path directory) {
    return directory.resolve("supervisor.state");
  }

  static void announce(Path directory, LiveProcess process) throws IOException {
    StateFile.replace(
        file(directory), Map.of("pid", Long.toString(process.pid()), "born", process.born()));
  }

  /** The directory's supervisor, if one runs. */
  static Option<LiveProcess> of(Path directory) throws IOException {
    return StateFile.read(file(directory))
        .map(
            text ->
                new LiveProcess(
                    Long.parseLong(text.getProperty("pid", "0")), text.getProperty("born", "")))
        .filter(LiveProcess::isAlive);
  }

  /** Looks after the servers until there is none left. */
  void run() throws IOException, InterruptedException {
    try {
      while (look()) {
        TimeUnit.NANOSECONDS.sleep(pace.look().toNanos());
      }
    } finally {
      ended.countDown();
    }
  }

  private boolean look() throws IOException {
    boolean isAnythingLeft = false;
    for (int i = 0; i < kinds.size(); i++) {
      Option<DesiredState> wish =
          isEnding ? Option.none() : DesiredState.read(directory, kinds.get(i));
      isAnythingLeft |= servers.get(i).look(wish);
    }
    return isAnythingLeft;
  }

  /** Ends the servers in order, and returns when they have gone. */
  void end() {
    isEnding = true;
    try {
      ended.await();
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
