package io.anabranch.apps.cli;

import io.anabranch.apps.http.HttpServer;
import io.anabranch.apps.http.HttpSettings;
import io.anabranch.apps.http.ListenException;
import io.anabranch.apps.launch.settings.HttpSection;
import java.io.PrintWriter;
import java.util.List;

/** Serves the health and the metrics of a layer that is a process. */
final class HealthEndpoint implements AutoCloseable {

  private final HttpServer server;

  private HealthEndpoint(HttpServer server) {
    this.server = server;
  }

  /**
   * Listens, and prints where. The port of a flag must be free. The port of the settings may be
   * taken by another process of the same layer; then any free port is used.
   */
  static HealthEndpoint start(
      String layer,
      List<RunningLayer> workloads,
      ListenOptions listen,
      HttpSection settings,
      PrintWriter err)
      throws ListenException {
    int port = listen.port(layer, settings);
    HttpServer server =
        HttpServer.ofLayer(
            layer, workloads, HttpSettings.defaults().onHost(listen.host(settings)).onPort(port));
    boolean isThere = true;
    if (listen.port().isDefined()) {
      server.start();
    } else {
      isThere = server.startSomewhere();
    }
    err.println(
        layer
            + ": "
            + (isThere ? "" : "port " + port + " is taken, so ")
            + "health and metrics are at %1$shealth and %1$smetrics".formatted(server.url()));
    return new HealthEndpoint(server);
  }

  /** Serves the numbers of a layer that was started. */
  void measure(RunningLayer layer) {
    layer.process().measure(server.measures(layer));
  }

  @Override
  public void close() {
    server.close();
  }
}
