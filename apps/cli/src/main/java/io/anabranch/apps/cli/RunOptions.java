package io.anabranch.apps.cli;

import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.RunNamespaces;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.ports.StoreFailure;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;

/** Whether what a run makes on servers is kept. */
final class RunOptions {

  private static final int BITS = 40;

  @picocli.CommandLine.Option(
      names = "--keep",
      description =
          "With --servers: keep the topics, files and rows of the run, and print the setting to"
              + " query them by (default: delete them when the run ends).")
  private boolean isKept;

  private final Workloads workloads;

  RunOptions(Workloads workloads) {
    this.workloads = workloads;
  }

  /** Keeping is for what is on servers. */
  void check(ServerOptions servers) {
    if (isKept && !servers.areNamed()) {
      throw new UsageException(
          "--keep goes with --servers: what is in memory ends with the process");
    }
  }

  /**
   * Servers in a namespace that no other run has; it is deleted in the end, unless it is kept.
   *
   * @param closing still empty: what is added to it first is closed last
   */
  ServerSettings alone(ServerSettings servers, String kind, CloseStack closing, PrintWriter err) {
    String nonce = new BigInteger(BITS, new SecureRandom()).toString(36);
    if (isKept) {
      String own = kind + nonce;
      err.println(
          kind
              + ": topics, files and rows are kept in namespace "
              + own
              + "; query them with --set namespace="
              + own);
      return servers.in(own);
    }
    String own = RunNamespaces.namespace(kind, Instant.now(), nonce);
    closing.alsoClosing(() -> delete(servers, own, err));
    return servers.in(own);
  }

  private void delete(ServerSettings servers, String namespace, PrintWriter err) {
    try {
      new RunNamespaces(servers, workloads.catalog()).delete(namespace);
    } catch (StoreFailure failure) {
      err.println(
          "anabranch: "
              + namespace
              + " is left on the servers; 'anabranch clean' deletes it: "
              + failure.getMessage());
    } catch (SettingsException unusable) {
      // Nothing was made on servers that cannot be reached, which was reported before.
    }
  }
}
