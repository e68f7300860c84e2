package io.anabranch.apps.http;

import io.anabranch.apps.http.status.ServedWorkload;
import io.anabranch.apps.layers.running.HealthSource;
import io.anabranch.apps.layers.running.MetricRegistry;
import io.micrometer.core.instrument.Tags;
import io.vavr.control.Option;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP API, metrics, health and page of workloads that run in this process, or the metrics and
 * health of a layer. All resources are read-only, and the server listens on loopback only unless
 * the settings name another address.
 */
public final class HttpServer implements AutoCloseable {

  private static final int REQUEST_HEADER_BYTES = 8 * 1024;
  private static final int MOST_THREADS = 32;
  private static final int IDLE_MILLIS = 30_000;

  /** The most that the kernel buffers for a subscriber that does not read. */
  private static final int SEND_BUFFER_BYTES = 64 * 1024;

  private final HttpSettings settings;
  private final EventStreams streams;
  private final Meters meters;
  private final Router router;
  private final Server server;
  private final ServerConnector connector;

  /** A server of running workloads; it listens once it is {@linkplain #start started}. */
  public HttpServer(List<ServedWorkload> workloads, HttpSettings settings) {
    this(workloads, settings, Clock.systemUTC());
  }

  HttpServer(List<ServedWorkload> workloads, HttpSettings settings, Clock clock) {
    this(settings, meters -> routes(workloads, settings, clock, meters));
    meters.gauge("http.subscribers", "Event streams that are open", Tags.empty(), streams::size);
  }

  private static List<Route> routes(
      List<ServedWorkload> workloads, HttpSettings settings, Clock clock, Meters meters) {
    SortedMap<String, ServedWorkload> served = new TreeMap<>();
    workloads.forEach(one -> served.put(one.workload().name(), one));
    SortedMap<String, ServedWorkload> fixed = Collections.unmodifiableSortedMap(served);
    fixed.values().forEach(one -> new ServingMeters(meters, one));
    List<Route> routes = new ArrayList<>();
    routes.addAll(new Page().routes());
    routes.addAll(new ServingHealth(fixed).routes());
    routes.addAll(new Api(fixed, settings, clock).routes());
    return routes;
  }

  /**
   * A server of the health and the metrics of a layer that runs in its own process.
   *
   * @param workloads the work of the layer, started or not
   */
  public static HttpServer ofLayer(
      String layer, List<? extends HealthSource> workloads, HttpSettings settings) {
    return new HttpServer(settings, meters -> new LayerHealth(layer, workloads).routes());
  }

  /** A registry for the metrics of a layer's work for one workload. */
  public MetricRegistry measures(HealthSource source) {
    return new LayerMeters(meters, source);
  }

  private HttpServer(HttpSettings settings, Function<Meters, List<Route>> content) {
    this.settings = settings;
    this.streams = new EventStreams(settings);
    this.meters = new Meters();
    List<Route> routes = new ArrayList<>(content.apply(meters));
    routes.addAll(meters.routes());
    routes.addAll(new ProblemPages().routes());
    this.router = new Router(routes, streams, meters, hosts(settings));

    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 4);
    threads.setName("anabranch-http");
    threads.setDaemon(true);
    this.server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(REQUEST_HEADER_BYTES);
    http.setIdleTimeout(IDLE_MILLIS);
    this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(settings.mostConnections(), connector));
    server.setHandler(router);
    server.setErrorHandler(Router::answerBroken);
  }

  /**
   * Listens.
   *
   * @throws ListenException if it cannot listen there, for example because the port is taken
   */
  public void start() throws ListenException {
    try {
      server.start();
    } catch (IOException taken) {
      stop();
      throw new ListenException(
          "cannot listen on "
              + settings.host()
              + ":"
              + settings.port()
              + ": "
              + reason(taken)
              + "; choose another port with --port, for example --port "
              + (settings.port() == 0 || settings.port() == 65_535 ? 8081 : settings.port() + 1)
              + ", or --port 0 for any free port",
          isTaken(taken),
          taken);
    } catch (Exception error) {
      stop();
      throw new IllegalStateException("the HTTP server cannot start", error);
    }
    streams.start();
  }

  private static String reason(IOException failure) {
    return isTaken(failure)
        ? "another program uses it"
        : describe(failure).toLowerCase(Locale.ROOT);
  }

  private static boolean isTaken(IOException failure) {
    return describe(failure).contains("in use");
  }

  private static String describe(IOException failure) {
    return String.valueOf((failure.getCause() == null ? failure : failure.getCause()).getMessage());
  }

  /**
   * Listens, on any free port if the port of the settings is taken.
   *
   * @return whether it is the port of the settings
   * @throws ListenException if it cannot listen there for another reason
   */
  public boolean startSomewhere() throws ListenException {
    try {
      start();
      return true;
    } catch (ListenException problem) {
      if (!problem.isTaken()) {
        throw problem;
      }
      connector.setPort(0);
      start();
      return false;
    }
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** The address for a browser. */
  public String url() {
    String host = settings.host();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/";
  }

  /** All routes. */
  Collection<Route> routes() {
    return router.routes();
  }

  /** Ends all streams, completes the requests in progress, and stops listening. */
  @Override
  public void close() {
    streams.stop();
    stop();
    meters.close();
  }

  private void stop() {
    try {
      server.stop();
    } catch (Exception error) {
      throw new IllegalStateException("the HTTP server cannot stop", error);
    }
  }

  /** The host names that a server on loopback accepts; none if it listens elsewhere. */
  private static Option<Set<String>> hosts(HttpSettings settings) {
    try {
      return InetAddress.getByName(settings.host()).isLoopbackAddress()
          ? Option.some(loopbackNames(settings.host()))
          : Option.none();
    } catch (UnknownHostException unknown) {
      // Listening fails with the reason.
      return Option.some(Set.of(settings.host().toLowerCase(Locale.ROOT)));
    }
  }

  private static Set<String> loopbackNames(String host) {
    Set<String> names = new TreeSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
    names.add(host.toLowerCase(Locale.ROOT));
    return names;
  }
}
