package io.anabranch.apps.cli;

import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.RunNamespaces;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.local.LocalServerException;
import io.anabranch.ports.StoreFailure;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;

/** What becomes of what a run has on servers. */
final class RunOptions {

  private static final int BITS = 40;

  @picocli.CommandLine.Option(
      names = "--keep",
      description =
          "With --servers: leave the run's topics, files and rows there, and say what to ask them"
              + " by. Else they are deleted when it ends.")
  private boolean isKept;

  /** Keeping is for what is on servers. */
  void check(ServerOptions servers) {
    if (isKept && !servers.areNamed()) {
      throw new UsageException(
          "--keep goes with --servers: what is in memory ends with the process");
    }
  }

  /**
   * Servers in a namespace that nobody else has, which is deleted in the end, unless it is kept.
   *
   * @param closing that nothing was told yet: what it was told first comes last
   */
  ServerSettings alone(ServerSettings servers, String kind, CloseStack closing, PrintWriter err) {
    String nonce = new BigInteger(BITS, new SecureRandom()).toString(36);
    if (isKept) {
      String own = kind + nonce;
      err.println(
          kind
              + ": what it makes stays on the servers in namespace "
              + own
              + "; --set namespace="
              + own
              + " asks it");
      return servers.in(own);
    }
    String own = RunNamespaces.namespace(kind, Instant.now(), nonce);
    closing.alsoClosing(() -> delete(servers, own, err));
    return servers.in(own);
  }

  private static void delete(ServerSettings servers, String namespace, PrintWriter err) {
    try {
      new RunNamespaces(servers).delete(namespace);
    } catch (StoreFailure failure) {
      err.println(
          "anabranch: "
              + namespace
              + " is left on the servers, and 'anabranch clean' deletes it: "
              + failure.getMessage());
    } catch (SettingsException | LocalServerException unreachable) {
      // The run could not make anything there, and failed with the same message.
    }
  }
}
