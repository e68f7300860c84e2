package io.anabranch.apps.local;

import io.vavr.control.Either;
import io.vavr.control.Option;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The servers of a directory, which run in the background and outlive this process.
 *
 * <p>Each has a {@link Supervisor} process. The directory contains, for each server, {@code
 * KIND.state} with the pids of both and the state of the server, {@code KIND.lock}, which the
 * supervisor holds, and {@code KIND/} with the server's data and log; {@code supervisor.log} is
 * shared.
 */
public final class LocalServers {

  private static final Duration SUPERVISOR_START = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Path directory;

  private LocalServers(Path directory) {
    this.directory = directory;
  }

  /** The servers of a directory, which need not exist. */
  public static LocalServers in(Path directory) {
    return new LocalServers(directory.toAbsolutePath().normalize());
  }

  /** The directory of these servers. */
  public Path directory() {
    return directory;
  }

  /** The log of the supervisors. */
  public Path log() {
    return directory.resolve("supervisor.log");
  }

  /**
   * Where clients connect, or why they cannot and what to do. A server that is being restarted has
   * an address, because it will be there again in a moment.
   */
  public Either<LocalServerException, InetSocketAddress> address(ServerKind kind) {
    ServerStatus status = recorded(kind);
    String problem =
        switch (status.state()) {
          case READY, SILENT, RESTARTING -> "";
          case STARTING ->
              status.restarts() > 0 ? "" : " is still starting; './anabranch up' waits for it";
          case STOPPING -> " is stopping; start it again with './anabranch up'";
          case STOPPED -> " does not run in " + directory + "; start it with './anabranch up'";
          case DIED ->
              " has died"
                  + status.reason().map(why -> ": " + why).getOrElse("")
                  + "; its log is "
                  + status.log()
                  + "; start it again with './anabranch up'";
        };
    return problem.isEmpty()
        ? status
            .address()
            .toEither(() -> new LocalServerException(kind.title() + " has no address"))
        : Either.left(new LocalServerException(kind.title() + problem));
  }

  /** The status of each server, after checking in parallel that those that are ready answer. */
  public List<ServerStatus> statuses() {
    return Stream.of(ServerKind.values()).parallel().map(this::probed).toList();
  }

  private ServerStatus probed(ServerKind kind) {
    ServerStatus status = recorded(kind);
    boolean isSilent =
        status.state() == ServerState.READY
            && !status.address().exists(address -> LivenessProbe.succeeds(kind, address))
            // It may have died during the probe.
            && recorded(kind).state() == ServerState.READY;
    return isSilent ? status.silent() : status;
  }

  /** The status of a server without a probe: {@link ServerState#SILENT} is not detected. */
  public ServerStatus recorded(ServerKind kind) {
    Path home = directory.resolve(kind.word());
    ServerRecord last = read(kind).getOrElse(ServerRecord::neverStarted);
    if (last.isActive() && !last.isSupervised()) {
      // The supervisor may have written its last record, and exited, after the first read.
      last = read(kind).getOrElse(ServerRecord::neverStarted);
    }
    Option<LiveProcess> server = last.server().filter(LiveProcess::isAlive);
    ServerState state = last.state();
    String reason = last.reason();
    if (last.isActive() && !last.isSupervised()) {
      state = server.isDefined() ? ServerState.STOPPING : ServerState.DIED;
      reason = "its supervisor has gone";
    } else if (state == ServerState.READY && server.isEmpty()) {
      state = ServerState.RESTARTING;
    }
    return new ServerStatus(
        kind,
        state,
        last.port() > 0 ? Option.some(ServerPorts.at(last.port())) : Option.none(),
        server.map(LiveProcess::pid),
        server.flatMap(LiveProcess::memory),
        last.since(),
        last.restarts(),
        reason.isEmpty() ? Option.none() : Option.some(reason),
        ServerProcess.log(home),
        home);
  }

  private Option<ServerRecord> read(ServerKind kind) {
    try {
      return ServerRecord.read(directory, kind);
    } catch (IOException failure) {
      throw new LocalServerException(
          "the state of "
              + kind.title()
              + " in "
              + directory
              + " cannot be read: "
              + failure.getMessage()
              + "; if the directory belongs to another user, name one of your own with --directory",
          failure);
    }
  }

  /** Whether any server of this directory has a supervisor process. */
  public boolean isSupervised() {
    return Stream.of(ServerKind.values())
        .anyMatch(
            kind -> read(kind).flatMap(ServerRecord::supervisor).exists(LiveProcess::isAlive));
  }

  /** Whether nothing listens on a port of 127.0.0.1. */
  public static boolean isFree(int port) {
    return ServerPorts.isFree(port);
  }

  /**
   * Starts servers in the background, each on its port, and returns without waiting until they are
   * ready. A server that runs is left alone and keeps its port.
   *
   * @throws LocalServerException if a supervisor cannot be started
   */
  public void want(Map<ServerKind, Integer> ports) {
    try {
      Files.createDirectories(directory);
      if (!isSupervised()) {
        // Left by a reboot, for example.
        markStopped(List.of(ServerKind.values()));
      }
      Map<ServerKind, Process> launched = new EnumMap<>(ServerKind.class);
      List<String> command = supervisorCommand();
      for (Map.Entry<ServerKind, Integer> server : ports.entrySet()) {
        if (!read(server.getKey()).exists(ServerRecord::isSupervised)) {
          launched.put(server.getKey(), launch(command, server.getKey(), server.getValue()));
        }
      }
      for (Map.Entry<ServerKind, Process> server : launched.entrySet()) {
        awaitSupervisor(server.getKey(), server.getValue());
      }
    } catch (IOException failure) {
      throw new LocalServerException(
          "servers cannot be started in "
              + directory
              + ": "
              + failure.getMessage()
              + "; if the directory belongs to another user, name one of your own with --directory",
          failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops servers in the background, and returns without waiting until they have ended. */
  public void release(Collection<ServerKind> kinds) {
    for (ServerKind kind : kinds) {
      for (ProcessHandle supervisor :
          read(kind).flatMap(ServerRecord::supervisor).flatMap(LiveProcess::find)) {
        if (!supervisor.destroy() && supervisor.isAlive()) {
          throw new LocalServerException(
              kind.title() + " cannot be stopped; stop it as the user who started it");
        }
      }
    }
    try {
      markStopped(kinds);
    } catch (IOException failure) {
      throw new LocalServerException(
          "the servers in "
              + directory
              + " cannot be stopped: "
              + failure.getMessage()
              + "; stop them as the user who started them",
          failure);
    }
  }

  /** Records what a supervisor that was killed could not: that its server has ended. */
  private void markStopped(Collection<ServerKind> kinds) throws IOException {
    for (ServerKind kind : kinds) {
      for (ServerRecord last : read(kind)) {
        boolean isLeft =
            last.state() != ServerState.STOPPED
                && !last.supervisor().exists(LiveProcess::isAlive)
                && !last.server().exists(LiveProcess::isAlive);
        if (isLeft) {
          last.stopped().write(directory, kind);
        }
      }
    }
  }

  /** Kills servers and their supervisors with SIGKILL. */
  public void kill(Collection<ServerKind> kinds) {
    for (ServerKind kind : kinds) {
      for (ServerRecord last : read(kind)) {
        last.supervisor().flatMap(LiveProcess::find).forEach(ProcessHandle::destroyForcibly);
        last.server().flatMap(LiveProcess::find).forEach(ProcessHandle::destroyForcibly);
      }
    }
  }

  private Process launch(List<String> command, ServerKind kind, int port) throws IOException {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of(directory.toString(), kind.name(), Integer.toString(port)));
    return new ProcessBuilder(arguments)
        .directory(directory.toFile())
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  /** Waits until the supervisor, or another that was faster, has recorded itself. */
  private void awaitSupervisor(ServerKind kind, Process launched) throws InterruptedException {
    long deadline = System.nanoTime() + SUPERVISOR_START.toNanos();
    while (!read(kind).exists(ServerRecord::isSupervised)) {
      if (!launched.isAlive()) {
        if (launched.exitValue() == 0) {
          return;
        }
        throw new LocalServerException(
            "the supervisor of "
                + kind.title()
                + " exited with status "
                + launched.exitValue()
                + LogTail.failure(log(), 0).map(line -> ": " + line).getOrElse("")
                + "; its log is "
                + log());
      }
      if (System.nanoTime() - deadline > 0) {
        throw new LocalServerException(
            "the supervisor of "
                + kind.title()
                + " did not start within "
                + SUPERVISOR_START.toSeconds()
                + " s; its log is "
                + log());
      }
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
  }

  /** In its own session, so that neither Ctrl-C nor the end of the terminal reaches it. */
  private static List<String> supervisorCommand() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    String jars = System.getProperty(ServerClassPath.DIRECTORY, "");
    if (works("setsid", "true")) {
      command.add("setsid");
    } else {
      command.addAll(List.of("sh", "-c", "set -m; nohup \"$@\" & wait", "sh"));
    }
    // The launcher does not delete a directory of jars that a process holds.
    if (!jars.isEmpty() && works("flock", "--no-fork", "-s", jars, "true")) {
      command.addAll(List.of("flock", "--no-fork", "-s", jars));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx16m",
            "-Xss256k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dfile.encoding=UTF-8"));
    if (!jars.isEmpty()) {
      command.add("-D" + ServerClassPath.DIRECTORY + "=" + jars);
    }
    command.add("-cp");
    command.add(
        jars.isEmpty()
            ? System.getProperty("java.class.path")
            : ServerClassPath.jars(Path.of(jars, "supervisor")).stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
    command.add(Supervisor.class.getName());
    return command;
  }

  private static boolean works(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    }
  }
}
