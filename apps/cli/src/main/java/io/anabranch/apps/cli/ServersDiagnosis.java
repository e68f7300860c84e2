package io.anabranch.apps.cli;

import io.anabranch.apps.cli.Diagnosis.Finding;
import io.anabranch.apps.cli.Diagnosis.Verdict;
import io.anabranch.apps.local.LocalServers;
import io.anabranch.apps.local.ServerKind;
import io.anabranch.apps.local.ServerState;
import io.anabranch.apps.local.ServerStatus;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Whether this machine can have the servers that {@code up} starts, and how they are. */
final class ServersDiagnosis {

  private ServersDiagnosis() {}

  static List<Finding> of(List<ServerStatus> statuses, Option<Memory> memory) {
    return of(statuses, memory, LocalServers::isFree);
  }

  static List<Finding> of(List<ServerStatus> statuses, Option<Memory> memory, IntPredicate isFree) {
    List<Finding> findings = new ArrayList<>();
    long need = 0;
    for (ServerStatus status : statuses) {
      findings.add(server(status, isFree));
      need += status.runs() ? 0 : status.kind().memoryBytes();
    }
    if (need > 0) {
      for (Memory machine : memory) {
        findings.add(memory(need, machine));
      }
    }
    return findings;
  }

  private static Finding server(ServerStatus status, IntPredicate isFree) {
    ServerKind kind = status.kind();
    if (status.state() == ServerState.DIED || status.state() == ServerState.SILENT) {
      return new Finding(
          Verdict.WARN,
          kind.word(),
          ServerLines.trouble(status),
          Option.some("see ./anabranch status"));
    }
    if (status.state() != ServerState.STOPPED) {
      return new Finding(
          Verdict.OK,
          kind.word(),
          status.state().word() + " on " + ServerLines.address(status),
          Option.none());
    }
    return isFree.test(kind.usualPort())
        ? new Finding(
            Verdict.OK,
            kind.word(),
            "not started, port " + kind.usualPort() + " is free",
            Option.none())
        : new Finding(
            Verdict.WARN,
            kind.word(),
            "port " + kind.usualPort() + " is taken by another program",
            Option.some(
                "start it on another with ./anabranch up --"
                    + kind.word()
                    + "-port "
                    + (kind.usualPort() + 10_000)));
  }

  private static Finding memory(long need, Memory machine) {
    String found =
        String.format(
            Locale.ROOT,
            "%,d MB to spare, the servers need %,d MB",
            machine.available() >> 20,
            need >> 20);
    return machine.available() >= need
        ? new Finding(Verdict.OK, "servers", found, Option.none())
        : new Finding(
            Verdict.WARN,
            "servers",
            found,
            Option.some("free some, or start fewer of them with ./anabranch up --only"));
  }
}
