package io.anabranch.apps.local;

import io.vavr.control.Either;
import io.vavr.control.Option;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The servers of a directory, which run in the background and outlive this process: {@code up}
 * starts them, {@code down} ends them, and whoever needs one finds its address here.
 *
 * <p>Everything is told by files of that directory: {@code KIND.desired} for as long as somebody
 * wants a server, {@code KIND.state} for what its supervisor says of it, {@code KIND/} for its data
 * and its log.
 */
public final class LocalServers {

  private static final Duration HEARTBEAT = Duration.ofSeconds(3);
  private static final Duration BIRTH = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Path directory;

  private LocalServers(Path directory) {
    this.directory = directory;
  }

  /** The servers of that directory, which need not exist. */
  public static LocalServers in(Path directory) {
    return new LocalServers(directory.toAbsolutePath().normalize());
  }

  /** Where they keep everything. */
  public Path directory() {
    return directory;
  }

  /** What the supervisor has to say. */
  public Path log() {
    return directory.resolve("supervisor.log");
  }

  /**
   * Where clients connect, or what is wrong and what to do about it. A server that is just being
   * started again has an address: clients find it there in a moment.
   */
  public Either<LocalServerException, InetSocketAddress> address(ServerKind kind) {
    ServerStatus status = recorded(kind);
    return switch (status.state()) {
      case READY, SILENT, RESTARTING ->
          status
              .address()
              .toEither(() -> new LocalServerException(kind.title() + " has no address"));
      case STARTING ->
          status.restarts() > 0
              ? status
                  .address()
                  .toEither(() -> new LocalServerException(kind.title() + " has no address"))
              : Either.left(
                  new LocalServerException(
                      kind.title() + " is still starting; './anabranch up' waits for it"));
      case STOPPING ->
          Either.left(
              new LocalServerException(
                  kind.title() + " is just ending; start it with './anabranch up'"));
      case STOPPED ->
          Either.left(
              new LocalServerException(
                  kind.title()
                      + " does not run in "
                      + directory
                      + "; start it with './anabranch up'"));
      case DIED ->
          Either.left(
              new LocalServerException(
                  kind.title()
                      + " has died"
                      + status.reason().map(why -> ": " + why).getOrElse("")
                      + "; start it again with './anabranch up', its log is "
                      + status.log()));
    };
  }

  /** How the servers are; those that run are asked whether they answer, all at a time. */
  public List<ServerStatus> statuses() {
    return Stream.of(ServerKind.values()).parallel().map(this::asked).toList();
  }

  /** What is known of a server without asking it. */
  public ServerStatus recorded(ServerKind kind) {
    try {
      return status(kind);
    } catch (IOException unreadable) {
      throw unreadable(unreadable);
    }
  }

  private ServerStatus asked(ServerKind kind) {
    ServerStatus status = recorded(kind);
    return status.state() == ServerState.READY
            && !status.address().exists(there -> Heartbeat.isFelt(kind, there, HEARTBEAT))
            // It may have died meanwhile.
            && recorded(kind).state() == ServerState.READY
        ? new ServerStatus(
            kind,
            ServerState.SILENT,
            status.address(),
            status.pid(),
            status.memoryBytes(),
            status.since(),
            status.restarts(),
            Option.none(),
            status.log(),
            status.data())
        : status;
  }

  private ServerStatus status(ServerKind kind) throws IOException {
    Option<ServerRecord> found = ServerRecord.read(directory, kind);
    Path home = directory.resolve(kind.word());
    if (found.isEmpty()) {
      boolean isWanted = isSupervised() && DesiredState.read(directory, kind).isDefined();
      return new ServerStatus(
          kind,
          isWanted ? ServerState.STARTING : ServerState.STOPPED,
          Option.none(),
          Option.none(),
          Option.none(),
          Instant.now(),
          0,
          Option.none(),
          ServerProcess.log(home),
          home);
    }
    ServerRecord told = found.get();
    Option<LiveProcess> live = told.process().filter(LiveProcess::isAlive);
    String reason = told.reason();
    ServerState state = told.state();
    if (state != ServerState.STOPPED && !isSupervised()) {
      reason = state == ServerState.DIED ? reason : "its supervisor has gone";
      state = live.isDefined() ? ServerState.STOPPING : ServerState.DIED;
    } else if (state == ServerState.READY && live.isEmpty()) {
      state = ServerState.RESTARTING;
    } else if (state == ServerState.STOPPED
        && isSupervised()
        && DesiredState.read(directory, kind).isDefined()) {
      state = ServerState.STARTING;
    }
    return new ServerStatus(
        kind,
        state,
        told.port() > 0 ? Option.some(ServerPorts.at(told.port())) : Option.none(),
        live.map(LiveProcess::pid),
        live.flatMap(LiveProcess::memory),
        told.since(),
        told.restarts(),
        reason.isEmpty() ? Option.none() : Option.some(reason),
        ServerProcess.log(home),
        home);
  }

  /** Whether somebody looks after the servers. */
  public boolean isSupervised() {
    try {
      return Supervisor.of(directory).isDefined();
    } catch (IOException unreadable) {
      throw unreadable(unreadable);
    }
  }

  /** Whether nothing listens on that port of 127.0.0.1. */
  public static boolean isFree(int port) {
    return ServerPorts.isFree(port);
  }

  /**
   * Makes the background start those servers that do not run, each on its port, and returns without
   * waiting for them. One that has died or is given up is started again; one that runs is left
   * alone, with the port that it has.
   *
   * @throws LocalServerException if there is no supervisor and none can be started
   */
  public void want(Map<ServerKind, Integer> ports) {
    try {
      Files.createDirectories(directory);
      try (FileChannel channel =
              FileChannel.open(
                  directory.resolve("command.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock turn = channel.lock()) {
        boolean isSupervised = turn.isValid() && isSupervised();
        if (!isSupervised) {
          // Of before this machine was switched off, for example.
          for (ServerKind kind : ServerKind.values()) {
            DesiredState.withdraw(directory, kind);
            settle(kind);
          }
        }
        for (Map.Entry<ServerKind, Integer> port : ports.entrySet()) {
          DesiredState.of(port.getValue()).write(directory, port.getKey());
        }
        if (!isSupervised) {
          supervise();
        }
      }
    } catch (IOException unwritable) {
      throw new LocalServerException(
          "nothing can be written in "
              + directory
              + " ("
              + unwritable.getMessage()
              + "); if it is another user's, name one of your own with --directory",
          unwritable);
    }
  }

  /** Makes the background end these servers in order, and returns without waiting for that. */
  public void release(Collection<ServerKind> kinds) {
    try {
      for (ServerKind kind : kinds) {
        DesiredState.withdraw(directory, kind);
        settle(kind);
      }
    } catch (IOException unwritable) {
      throw new LocalServerException(
          "the servers of "
              + directory
              + " cannot be ended ("
              + unwritable.getMessage()
              + "); do it as the user who has started them",
          unwritable);
    }
  }

  /** What a supervisor that was killed can no more put down: that its servers have ended. */
  private void settle(ServerKind kind) throws IOException {
    for (ServerRecord last : ServerRecord.read(directory, kind)) {
      if (last.state() != ServerState.STOPPED
          && !isSupervised()
          && !last.process().exists(LiveProcess::isAlive)) {
        new ServerRecord(
                ServerState.STOPPED,
                last.port(),
                last.innerPort(),
                Option.none(),
                Instant.now(),
                last.restarts(),
                "")
            .write(directory, kind);
      }
    }
  }

  /**
   * Ends what is left of these servers as {@code kill -9} does: after an order that was in vain.
   */
  public void kill(Collection<ServerKind> kinds) {
    try {
      for (ServerKind kind : kinds) {
        for (ProcessHandle left :
            ServerRecord.read(directory, kind)
                .flatMap(ServerRecord::process)
                .flatMap(LiveProcess::find)) {
          left.destroyForcibly();
        }
      }
    } catch (IOException unreadable) {
      throw unreadable(unreadable);
    }
  }

  private LocalServerException unreadable(IOException failure) {
    return new LocalServerException(
        "what is said of the servers in "
            + directory
            + " cannot be read: "
            + failure.getMessage()
            + "; if it is another user's, name one of your own with --directory",
        failure);
  }

  private void supervise() throws IOException {
    Process process =
        new ProcessBuilder(supervisor())
            .directory(directory.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    long deadline = System.nanoTime() + BIRTH.toNanos();
    try {
      while (Supervisor.of(directory).isEmpty()) {
        if (!process.isAlive() && process.exitValue() != 0) {
          throw new LocalServerException(
              "no supervisor could be started"
                  + LogTail.trouble(log(), 0).map(line -> ": " + line).getOrElse("")
                  + "; its log is "
                  + log());
        }
        if (System.nanoTime() - deadline > 0) {
          throw new LocalServerException(
              "the supervisor did not begin within "
                  + BIRTH.toSeconds()
                  + " s; its log is "
                  + log());
        }
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  /** In a session of its own, so that neither Ctrl-C nor the end of the terminal reaches it. */
  private List<String> supervisor() throws IOException {
    List<String> command = new ArrayList<>();
    String jars = System.getProperty(ServerClassPath.DIRECTORY, "");
    if (works("setsid", "true")) {
      command.add("setsid");
    } else {
      command.addAll(List.of("sh", "-c", "set -m; nohup \"$@\" & wait", "sh"));
    }
    // The launcher removes no directory of jars that somebody holds.
    if (!jars.isEmpty() && works("flock", "--no-fork", "-s", jars, "true")) {
      command.addAll(List.of("flock", "--no-fork", "-s", jars));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx32m",
            "-Xss256k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dfile.encoding=UTF-8"));
    if (!jars.isEmpty()) {
      command.add("-D" + ServerClassPath.DIRECTORY + "=" + jars);
    }
    command.add("-cp");
    command.add(jars.isEmpty() ? System.getProperty("java.class.path") : jars(Path.of(jars)));
    command.add(Supervisor.class.getName());
    command.add(directory.toString());
    return command;
  }

  private static String jars(Path servers) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(servers.resolve("supervisor"), "*.jar")) {
      List<String> jars = new ArrayList<>();
      files.forEach(jar -> jars.add(jar.toString()));
      return jars.stream().sorted().collect(Collectors.joining(File.pathSeparator));
    }
  }

  private static boolean works(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
