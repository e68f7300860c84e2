package io.anabranch.apps.cli;

import io.anabranch.apps.local.LocalServerException;
import io.anabranch.apps.local.LocalServers;
import io.anabranch.apps.local.ServerKind;
import io.anabranch.apps.local.ServerState;
import io.anabranch.apps.local.ServerStatus;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code down}: stop the servers of this machine, and keep their data. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    header = "Stop the servers that 'up' has started, and keep their data.",
    sortOptions = false,
    description = {
      "",
      "  anabranch down",
      "  anabranch down --only cassandra",
      "",
      "Waits until each server has shut down. A server that takes longer than half a minute is",
      "killed, which loses nothing that it has acknowledged. Does nothing if none runs.",
      "Exit status: 0 if no process is left, 1 if one is.",
      ""
    })
final class DownCommand implements Callable<Integer> {

  /** Longer than a supervisor waits, so that it kills its server first. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final Duration LOOK = Duration.ofMillis(100);

  @Spec private CommandSpec spec;

  @Mixin private LocalOptions local;

  @picocli.CommandLine.Option(
      names = "--only",
      split = ",",
      paramLabel = "SERVER",
      description = "Only these of kafka, hdfs, cassandra (default: all).")
  private List<String> only = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    List<ServerKind> kinds = LocalOptions.kinds(only);
    LocalServers servers = local.servers();
    PrintWriter err = spec.commandLine().getErr();
    List<ServerKind> running =
        kinds.stream().filter(kind -> hasProcess(servers.recorded(kind))).toList();
    if (running.isEmpty() && !servers.isSupervised()) {
      if (Files.isDirectory(servers.directory())) {
        servers.release(kinds);
      }
      err.println("down: nothing runs in " + ServerLines.path(servers.directory()));
      return ExitCode.OK;
    }
    if (!running.isEmpty()) {
      err.println("down: stopping " + LocalOptions.describe(running));
    }
    servers.release(kinds);
    List<ServerKind> left = awaitEnd(servers, kinds, PATIENCE);
    if (!left.isEmpty()) {
      err.println(
          "down: "
              + LocalOptions.describe(left)
              + " did not stop within "
              + PATIENCE.toSeconds()
              + " s: killing them");
      servers.kill(left);
      left = awaitEnd(servers, left, PATIENCE);
    }
    if (!left.isEmpty()) {
      throw new LocalServerException(
          "there is still a process of "
              + LocalOptions.describe(left)
              + "; see './anabranch status"
              + local.repeated()
              + "', and kill it as the user who started it");
    }
    servers.release(kinds);
    err.println(
        "down: "
            + (running.isEmpty() ? "nothing runs" : "stopped " + LocalOptions.describe(running))
            + "; the data is kept in "
            + ServerLines.path(servers.directory()));
    return ExitCode.OK;
  }

  private static boolean hasProcess(ServerStatus status) {
    return status.runs() || status.state() == ServerState.STOPPING || status.pid().isDefined();
  }

  /** Waits until these have no process; those that still have one in the end. */
  static List<ServerKind> awaitEnd(LocalServers servers, List<ServerKind> kinds, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      List<ServerKind> left =
          kinds.stream().filter(kind -> hasProcess(servers.recorded(kind))).toList();
      boolean isLastGone =
          left.isEmpty()
              && (!servers.isSupervised()
                  || List.of(ServerKind.values()).stream()
                      .anyMatch(kind -> hasProcess(servers.recorded(kind))));
      if (isLastGone || System.nanoTime() - deadline > 0) {
        return left;
      }
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    }
  }
}
