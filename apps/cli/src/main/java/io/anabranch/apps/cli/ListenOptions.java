package io.anabranch.apps.cli;

import io.anabranch.apps.launch.settings.HttpSection;
import io.vavr.control.Option;
import org.jspecify.annotations.Nullable;

/** Where a process listens. */
final class ListenOptions {

  private static final int LARGEST_PORT = 65_535;

  @picocli.CommandLine.Option(
      names = "--port",
      paramLabel = "P",
      description =
          "The port to listen on; 0 for any free port (default: 8080 for 'serve' and 'demo', 8081"
              + " to 8085 for 'ingest', 'archive', 'speed', 'batch' and 'audit').")
  private @Nullable Integer port;

  @picocli.CommandLine.Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "The address to listen on (default: 127.0.0.1, which other machines cannot reach).")
  private @Nullable String host;

  void check() {
    if (port != null && (port < 0 || port > LARGEST_PORT)) {
      throw new UsageException("--port takes 0 to " + LARGEST_PORT + ", not " + port);
    }
    if (host != null && host.isBlank()) {
      throw new UsageException("--host takes an address, 127.0.0.1 for example");
    }
  }

  // Not HttpSettings: picocli loads the classes that methods of options name, also for help.

  /** The address of the flag, or of the settings. */
  String host(HttpSection settings) {
    return host != null ? host : settings.host();
  }

  /** The port of the flag, if it is given. */
  Option<Integer> port() {
    return Option.of(port);
  }

  /** The port of the flag, or of a command in the settings. */
  int port(String command, HttpSection settings) {
    return port != null ? port : settings.port(command);
  }
}
