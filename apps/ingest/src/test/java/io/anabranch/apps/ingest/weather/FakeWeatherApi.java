package io.anabranch.apps.ingest.weather;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that gives planned replies in the format that OpenWeatherMap documents. */
final class FakeWeatherApi implements AutoCloseable {

  /** One reply. */
  @FunctionalInterface
  interface Reply {
    void give(HttpExchange exchange) throws IOException;
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, Queue<Reply>> planned = new HashMap<>();
  private final Queue<String> queries = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  FakeWeatherApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/data/2.5/weather", this::reply);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Plans the replies for a latitude; the last one is repeated. */
  FakeWeatherApi at(double latitude, Reply... replies) {
    synchronized (planned) {
      planned.put("lat=" + latitude, new ArrayDeque<>(List.of(replies)));
    }
    return this;
  }

  /** The query strings of all requests. */
  List<String> queries() {
    return List.copyOf(queries);
  }

  long queries(double latitude) {
    return queries.stream().filter(query -> query.startsWith("lat=" + latitude + "&")).count();
  }

  private void reply(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    queries.add(query);
    Reply reply;
    synchronized (planned) {
      Queue<Reply> left = planned.get(query.substring(0, query.indexOf('&')));
      reply = left.size() > 1 ? left.remove() : left.element();
    }
    try (exchange) {
      reply.give(exchange);
    }
  }

  // Replies

  /** An observation with all fields of the documented example. */
  static Reply weather(long second, String celsius, String feelsLike) {
    return text(
        200,
        "{\"coord\":{\"lon\":2.3522,\"lat\":48.8566},\"weather\":[{\"id\":501,\"main\":\"Rain\","
            + "\"description\":\"moderate rain\",\"icon\":\"10d\"}],\"base\":\"stations\","
            + "\"main\":{\"temp\":"
            + celsius
            + ",\"feels_like\":"
            + feelsLike
            + ",\"temp_min\":11.1,\"temp_max\":13.9,\"pressure\":1015,\"humidity\":64,"
            + "\"sea_level\":1015,\"grnd_level\":933},\"visibility\":10000,"
            + "\"wind\":{\"speed\":0.62,\"deg\":349,\"gust\":1.18},\"rain\":{\"1h\":3.16},"
            + "\"clouds\":{\"all\":100},\"dt\":"
            + second
            + ",\"sys\":{\"type\":2,\"id\":2012208,\"country\":\"FR\",\"sunrise\":1661834187,"
            + "\"sunset\":1661882248},\"timezone\":7200,\"id\":6545270,\"name\":\"Palais-Royal\","
            + "\"cod\":200}");
  }

  static Reply text(int status, String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  static Reply tooMany(String retryAfter) {
    return exchange -> {
      if (!retryAfter.isEmpty()) {
        exchange.getResponseHeaders().set("Retry-After", retryAfter);
      }
      text(429, "{\"cod\":429,\"message\":\"Your account is temporarily blocked\"}").give(exchange);
    };
  }

  /** No reply until the test ends. */
  Reply never() {
    return exchange -> awaitEnd();
  }

  /** A reply that starts but does not complete until the test ends. */
  Reply halfReply() {
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      OutputStream body = exchange.getResponseBody();
      body.write("{\"dt\":".getBytes(StandardCharsets.UTF_8));
      body.flush();
      awaitEnd();
    };
  }

  private void awaitEnd() {
    try {
      closing.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
