package io.anabranch.apps.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Content, limits and ends of live streams. */
class EventStreamsTest {

  private static final OpenApi API = new OpenApi();
  private static final String ITEMS = "/api/v1/workloads/vending/views/items/events";
  private static final long DEADLINE_NANOS = Duration.ofSeconds(30).toNanos();

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final RunningWorkload vending =
      new RunningWorkload(new SampleData.Vending(), 11, Clock.systemUTC(), threads);
  private final HttpServer server =
      new HttpServer(
          List.of(vending),
          new HttpSettings(
              "127.0.0.1",
              0,
              64,
              3,
              Duration.ofMillis(5),
              Duration.ofMillis(20),
              Duration.ofMillis(200),
              Duration.ofMinutes(1)));

  @BeforeEach
  void run() throws ListenException {
    for (int i = 0; i < 15; i++) {
      vending.step(30);
    }
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    threads.shutdownNow();
  }

  /** A subscriber that reads on demand. */
  private record Subscriber(Socket socket, BufferedReader in) implements Closeable {

    static Subscriber of(HttpServer server, String path) throws IOException {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(4096);
      socket.setSoTimeout(30_000);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new Subscriber(
          socket,
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
    }

    /** The next line with this prefix; null at the end. */
    String next(String start) throws IOException {
      String line = in.readLine();
      while (line != null && !line.startsWith(start)) {
        line = in.readLine();
      }
      return line;
    }

    JsonNode event(String name) throws IOException {
      assertThat(next("event: ")).isEqualTo("event: " + name);
      return OpenApi.json(next("data: ").substring("data: ".length()));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static void await(BooleanSupplier condition) {
    long began = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - began).isLessThan(DEADLINE_NANOS);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private int open() {
    String line =
        CheckedResponse.get(server, "/metrics")
            .body()
            .lines()
            .filter(l -> l.startsWith("anabranch_http_subscribers "))
            .findFirst()
            .orElseThrow();
    return (int) Double.parseDouble(line.substring(line.indexOf(' ') + 1));
  }

  @Test
  void sendsTheStatusOfAllWorkloadsAsDescribed() throws IOException {
    try (Subscriber subscriber = Subscriber.of(server, "/api/v1/events")) {
      assertThat(subscriber.next("HTTP")).isEqualTo("HTTP/1.1 200 OK");
      assertThat(subscriber.next("Content-Type")).contains("text/event-stream");
      JsonNode first = subscriber.event("status");
      vending.step(30);
      JsonNode second = subscriber.event("status");

      API.conforms("StatusEvent", first.toString());
      API.conforms("StatusEvent", second.toString());
      assertThat(second.at("/workloads/0/balance/read").asLong())
          .isEqualTo(first.at("/workloads/0/balance/read").asLong() + 30);
    }
  }

  @Test
  void sendsAnAnswerWhenItChangesAndHeartbeatsInBetween() throws IOException {
    try (Subscriber subscriber = Subscriber.of(server, ITEMS + "?item=apple")) {
      JsonNode first = subscriber.event("answer");
      assertThat(subscriber.next(":")).isEqualTo(": heartbeat");
      assertThat(subscriber.next(":")).isEqualTo(": heartbeat");
      vending.step(30);
      JsonNode second = subscriber.event("answer");

      API.conforms("Answer", first.toString());
      API.conforms("Answer", second.toString());
      assertThat(second.at("/provenance/V")).isNotEqualTo(first.at("/provenance/V"));
      assertThat(second.get("rows")).hasSize(1);
    }
  }

  @Test
  void sendsAProblemAndThenTheAnswerOnceThereIsOne() throws IOException {
    vending.fail("CoverageLedger");
    try (Subscriber subscriber = Subscriber.of(server, ITEMS)) {
      JsonNode problem = subscriber.event("problem");
      vending.fail("");
      JsonNode answer = subscriber.event("answer");

      API.conforms("Problem", problem.toString());
      assertThat(problem.get("type").asText()).isEqualTo("/problems/store-unavailable");
      API.conforms("Answer", answer.toString());
    }
  }

  @Test
  void limitsSubscribersAndAcceptsANewOneAfterOneHasLeft() throws IOException {
    List<Subscriber> open = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Subscriber one = Subscriber.of(server, "/api/v1/events");
      assertThat(one.next("HTTP")).isEqualTo("HTTP/1.1 200 OK");
      open.add(one);
    }
    CheckedResponse refused =
        CheckedResponse.get(server, "/api/v1/events", "Accept", "text/event-stream");
    refused.problem(503, "too-many-subscribers");
    assertThat(refused.header("Retry-After")).contains("1");

    open.get(0).close();
    await(() -> open() == 2);

    try (Subscriber next = Subscriber.of(server, ITEMS)) {
      assertThat(next.next("HTTP")).isEqualTo("HTTP/1.1 200 OK");
    }
    open.get(1).close();
    open.get(2).close();
    await(() -> open() == 0);
  }

  @Test
  void dropsASubscriberThatDoesNotReadAndServesTheOthers() throws IOException {
    try (Subscriber slow = Subscriber.of(server, "/api/v1/events");
        Subscriber quick = Subscriber.of(server, "/api/v1/events")) {
      assertThat(slow.next("HTTP")).isEqualTo("HTTP/1.1 200 OK");
      quick.event("status");
      await(() -> open() == 2);
      await(
          () -> {
            vending.step(1);
            try {
              quick.event("status");
            } catch (IOException broken) {
              throw new AssertionError(broken);
            }
            return open() == 1;
          });

      vending.step(1);
      assertThat(quick.event("status")).isNotNull();
    }
  }

  @Test
  void slowViewDelaysNoOtherStream() throws Exception {
    RunningWorkload.Hold held = vending.hold();
    try (Subscriber waiting = Subscriber.of(server, ITEMS);
        Subscriber other = Subscriber.of(server, "/api/v1/events")) {
      assertThat(waiting.next("HTTP")).isEqualTo("HTTP/1.1 200 OK");
      held.begun().await();

      other.event("status");
      assertThat(other.next(":")).isEqualTo(": heartbeat");

      held.over().countDown();
      assertThat(waiting.event("answer")).isNotNull();
    } finally {
      held.over().countDown();
    }
  }

  @Test
  void endsStreamsWhenItStops() throws IOException {
    try (Subscriber subscriber = Subscriber.of(server, "/api/v1/events")) {
      subscriber.event("status");

      server.close();

      assertThat(subscriber.next("no such line")).isNull();
    }
  }
}
