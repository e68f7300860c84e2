package io.anabranch.apps.cli;

import io.anabranch.apps.http.HttpSettings;

/** Where the page and the API listen. */
final class ListenOptions {

  private static final int LARGEST_PORT = 65_535;

  @picocli.CommandLine.Option(
      names = "--port",
      defaultValue = "" + HttpSettings.DEFAULT_PORT,
      paramLabel = "P",
      description =
          "Where the page and the API listen; 0 for any port that is free; ${DEFAULT-VALUE} unless"
              + " told.")
  private int port;

  @picocli.CommandLine.Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description =
          "The address that they listen on; ${DEFAULT-VALUE} unless told, so that nobody else"
              + " reaches them.")
  private String host = "127.0.0.1";

  void check() {
    if (port < 0 || port > LARGEST_PORT) {
      throw new Usage("--port takes 0 to " + LARGEST_PORT + ", not " + port);
    }
    if (host.isBlank()) {
      throw new Usage("--host takes an address, 127.0.0.1 for example");
    }
  }

  // Not HttpSettings: whoever looks at the methods of options would load what serves.

  String host() {
    return host;
  }

  int port() {
    return port;
  }
}
