package io.anabranch.apps.cli;

import io.anabranch.apps.http.HttpServer;
import io.anabranch.apps.http.HttpSettings;
import io.anabranch.apps.http.ListenException;
import io.anabranch.apps.launch.settings.HttpSection;
import java.io.PrintWriter;
import java.util.List;

/** Where a layer that is a process of its own tells how it stands: its health and its metrics. */
final class HealthEndpoint implements AutoCloseable {

  private final HttpServer server;

  private HealthEndpoint(HttpServer server) {
    this.server = server;
  }

  /**
   * Listens, and says where. A port that was asked for by a flag must be free; that of the settings
   * may be another such layer's.
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
            + "health and metrics are at "
            + server.url()
            + "health and "
            + server.url()
            + "metrics");
    return new HealthEndpoint(server);
  }

  /** Shows the numbers of one that was started. */
  void measure(RunningLayer layer) {
    layer.process().measure(server.measures(layer));
  }

  @Override
  public void close() {
    server.close();
  }
}
