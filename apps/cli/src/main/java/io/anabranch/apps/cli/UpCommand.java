package io.anabranch.apps.cli;

import io.anabranch.apps.local.LocalServerException;
import io.anabranch.apps.local.LocalServers;
import io.anabranch.apps.local.ServerKind;
import io.anabranch.apps.local.ServerState;
import io.anabranch.apps.local.ServerStatus;
import io.vavr.control.Option;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code up}: real servers on this machine, in the background. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    header = "Start real servers on this machine: Kafka, HDFS and Cassandra.",
    sortOptions = false,
    description = {
      "",
      "  anabranch up",
      "  anabranch up --only kafka,cassandra",
      "  anabranch up --kafka-port 19092",
      "",
      "They listen on 127.0.0.1 only, need no Docker, and run in the background until",
      "'anabranch down'. Their data is kept. A server that runs already is left alone; one",
      "that dies is restarted, and 'anabranch status' shows it. The command returns when each",
      "has answered a client; their addresses go to standard output.",
      "Exit status: 0 if all run, 1 if not.",
      ""
    })
final class UpCommand implements Callable<Integer> {

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  @Spec private CommandSpec spec;

  @Mixin private LocalOptions local;

  @picocli.CommandLine.Option(
      names = "--only",
      split = ",",
      paramLabel = "SERVER",
      description = "Only these of kafka, hdfs, cassandra (default: all).")
  private List<String> only = new ArrayList<>();

  @picocli.CommandLine.Option(
      names = "--kafka-port",
      paramLabel = "N",
      description = "The port of Kafka (default: 9092).")
  private @Nullable Integer kafkaPort;

  @picocli.CommandLine.Option(
      names = "--hdfs-port",
      paramLabel = "N",
      description = "The port of HDFS's name node (default: 8020).")
  private @Nullable Integer hdfsPort;

  @picocli.CommandLine.Option(
      names = "--cassandra-port",
      paramLabel = "N",
      description = "The port of Cassandra (default: 9042).")
  private @Nullable Integer cassandraPort;

  @Override
  public Integer call() throws InterruptedException {
    List<ServerKind> kinds = LocalOptions.kinds(only);
    Map<ServerKind, Integer> ports = ports(kinds);
    LocalServers servers = local.servers();
    try (ShutdownSignal interruption = ShutdownSignal.expected()) {
      Map<ServerKind, Integer> missing = missing(servers, kinds, ports, interruption);
      if (interruption.happened()) {
        return ExitCode.INTERRUPTED;
      }
      if (!missing.isEmpty()) {
        checkMemory(List.copyOf(missing.keySet()));
        spec.commandLine()
            .getErr()
            .println(
                "up: starting "
                    + LocalOptions.describe(List.copyOf(missing.keySet()))
                    + " in "
                    + servers.directory());
        servers.want(missing);
      }
      List<ServerStatus> statuses = follow(servers, kinds, missing, interruption);
      return interruption.happened() ? interrupted(servers, missing) : report(statuses);
    }
  }

  private Option<Integer> asked(ServerKind kind) {
    return Option.of(
        switch (kind) {
          case KAFKA -> kafkaPort;
          case HDFS -> hdfsPort;
          case CASSANDRA -> cassandraPort;
        });
  }

  private static String flag(ServerKind kind) {
    return "--" + kind.word() + "-port";
  }

  private Map<ServerKind, Integer> ports(List<ServerKind> kinds) {
    Map<ServerKind, Integer> ports = new EnumMap<>(ServerKind.class);
    for (ServerKind kind : ServerKind.values()) {
      int port = asked(kind).getOrElse(kind.usualPort());
      if (port < 1 || port > 65_535) {
        throw new UsageException(flag(kind) + " takes 1 to 65535, not " + port);
      }
      if (asked(kind).isDefined() && !kinds.contains(kind)) {
        throw new UsageException(flag(kind) + " is for a server that --only leaves out");
      }
      if (kinds.contains(kind)) {
        ports.forEach(
            (other, taken) -> {
              if (taken == port) {
                throw new UsageException(
                    flag(other) + " and " + flag(kind) + " cannot both be " + port);
              }
            });
        ports.put(kind, port);
      }
    }
    return ports;
  }

  /** Those that do not run, once their ports are known to be free. */
  private Map<ServerKind, Integer> missing(
      LocalServers servers,
      List<ServerKind> kinds,
      Map<ServerKind, Integer> ports,
      ShutdownSignal interruption)
      throws InterruptedException {
    Map<ServerKind, Integer> missing = new EnumMap<>(ServerKind.class);
    for (ServerStatus status : settled(servers, kinds, interruption)) {
      ServerKind kind = status.kind();
      int port = ports.getOrDefault(kind, kind.usualPort());
      if (status.runs()) {
        int has = status.address().map(there -> there.getPort()).getOrElse(port);
        if (asked(kind).exists(desired -> desired != has)) {
          throw new LocalServerException(
              kind.title()
                  + " runs already, on port "
                  + has
                  + " and not "
                  + port
                  + "; stop it first with './anabranch down"
                  + local.repeated()
                  + "'");
        }
      } else if (LocalServers.isFree(port)) {
        missing.put(kind, port);
      } else {
        throw new LocalServerException(
            "port "
                + port
                + " of 127.0.0.1, which "
                + kind.title()
                + " needs, is taken by another program; stop that, or choose another port with "
                + flag(kind)
                + " "
                + (port > 55_535 ? port - 10_000 : port + 10_000));
      }
    }
    return missing;
  }

  /** Waits for servers that are stopping, whose ports are still taken. */
  private List<ServerStatus> settled(
      LocalServers servers, List<ServerKind> kinds, ShutdownSignal interruption)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      List<ServerStatus> statuses = of(kinds, servers);
      if (statuses.stream().noneMatch(status -> status.state() == ServerState.STOPPING)
          || System.nanoTime() - deadline > 0
          || !interruption.passes(LOOK)) {
        return statuses;
      }
    }
  }

  private static List<ServerStatus> of(List<ServerKind> kinds, LocalServers servers) {
    return servers.statuses().stream().filter(status -> kinds.contains(status.kind())).toList();
  }

  private void checkMemory(List<ServerKind> kinds) {
    long need = kinds.stream().mapToLong(ServerKind::memoryBytes).sum();
    for (Memory memory : Memory.ofThisMachine()) {
      String said =
          LocalOptions.describe(kinds)
              + (kinds.size() == 1 ? " needs" : " need")
              + " about "
              + megabytes(need)
              + ", and this machine has ";
      if (memory.all() < need) {
        throw new LocalServerException(
            said + megabytes(memory.all()) + " in all; start fewer of them with --only");
      }
      if (memory.available() < need) {
        spec.commandLine()
            .getErr()
            .println(
                "up: "
                    + said
                    + megabytes(memory.available())
                    + " available: the servers may be slow, or be killed by the system; free some, or"
                    + " start fewer of them with --only");
      }
    }
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MB", bytes >> 20);
  }

  /** Shows the progress until all servers have started or failed, or Ctrl-C. */
  private List<ServerStatus> follow(
      LocalServers servers,
      List<ServerKind> kinds,
      Map<ServerKind, Integer> missing,
      ShutdownSignal interruption)
      throws InterruptedException {
    try (UpView view = UpView.on(spec.commandLine().getErr())) {
      while (true) {
        List<ServerStatus> statuses = kinds.stream().map(servers::recorded).toList();
        view.show(statuses, missing.keySet());
        boolean isAnyChanging =
            statuses.stream()
                .map(ServerStatus::state)
                .anyMatch(
                    state ->
                        state == ServerState.STARTING
                            || state == ServerState.RESTARTING
                            || state == ServerState.STOPPING);
        if (!isAnyChanging) {
          return of(kinds, servers);
        }
        if (!interruption.passes(LOOK)) {
          return statuses;
        }
      }
    }
  }

  private int interrupted(LocalServers servers, Map<ServerKind, Integer> missing)
      throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    List<ServerKind> unfinished =
        missing.keySet().stream()
            .filter(kind -> servers.recorded(kind).state() != ServerState.READY)
            .toList();
    if (!unfinished.isEmpty()) {
      err.println(
          "up: interrupted, stopping what has not started yet: "
              + LocalOptions.describe(unfinished));
      servers.release(unfinished);
      DownCommand.awaitEnd(servers, unfinished, PATIENCE);
    }
    List<ServerKind> running =
        servers.statuses().stream().filter(ServerStatus::runs).map(ServerStatus::kind).toList();
    err.println(
        running.isEmpty()
            ? "up: nothing runs"
            : "up: still running: "
                + LocalOptions.describe(running)
                + "; './anabranch down"
                + local.repeated()
                + "' stops them");
    return ExitCode.INTERRUPTED;
  }

  private int report(List<ServerStatus> statuses) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    boolean isAllWell = true;
    boolean isAnyGone = false;
    for (ServerStatus status : statuses) {
      if (status.state() == ServerState.READY) {
        out.printf("%-9s  %s%n", status.kind().word(), ServerLines.address(status));
      } else {
        isAllWell = false;
        isAnyGone |= !status.runs();
        err.println("anabranch: " + ServerLines.trouble(status));
      }
    }
    if (isAnyGone) {
      err.println(
          "anabranch: './anabranch up"
              + local.repeated()
              + "' starts what is missing, './anabranch down"
              + local.repeated()
              + "' stops the rest");
    }
    return isAllWell ? ExitCode.OK : ExitCode.FAILED;
  }
}
