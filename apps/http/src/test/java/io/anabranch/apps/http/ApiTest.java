package io.anabranch.apps.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.anabranch.apps.http.status.LiveStatus;
import io.anabranch.apps.http.status.ServedWorkload;
import io.anabranch.apps.layers.NotStarted;
import io.anabranch.apps.layers.audit.NotChecked;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StoreFailure;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers of the HTTP API, and the requests it rejects. Every response is checked against its
 * description.
 */
class ApiTest {

  private static final String ITEMS = "/api/v1/workloads/vending/views/items";
  private static final String READINGS = "/api/v1/workloads/metrics/views/measurements";

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final SetClock clock = new SetClock(Instant.parse("2024-08-01T13:30:00Z"));
  private final RunningWorkload vending =
      new RunningWorkload(new SampleData.Vending(), 11, clock, threads);
  private final RunningWorkload metrics =
      new RunningWorkload(new SampleData.Metrics(), 12, clock, threads);
  private final HttpServer server =
      new HttpServer(List.of(vending, metrics), HttpSettings.defaults().onPort(0), clock);

  /** A clock that stops until it is set. */
  private static final class SetClock extends Clock {
    private volatile Instant now;

    private SetClock(Instant now) {
      this.now = now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeEach
  void run() throws ListenException {
    for (int i = 0; i < 26; i++) {
      vending.step(30);
      metrics.step(30);
    }
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    threads.shutdownNow();
  }

  private CheckedResponse get(String path, String... headers) {
    return CheckedResponse.get(server, path, headers);
  }

  private static Answer answer(ServedWorkload of, String view, Layer layer) throws StoreFailure {
    Query.Fitted all = Query.ALL.fit(of.workload().presentation(view).get()).get();
    return of.answer(all, layer, OffsetVector.ZERO);
  }

  private static List<String> describe(Answer answer) {
    List<String> rows = new ArrayList<>();
    for (Row row : answer.rows()) {
      rows.add(row.values().toString());
    }
    return rows;
  }

  private static List<String> describe(JsonNode answer) {
    List<String> rows = new ArrayList<>();
    for (JsonNode row : answer.get("rows")) {
      List<String> values = new ArrayList<>();
      for (JsonNode field : answer.get("fields")) {
        values.add(row.get(field.asText()).asText());
      }
      rows.add(values.toString());
    }
    return rows;
  }

  // -- the description ------------------------------------------------------------------------

  @Test
  void describesAllRoutesAndNoOthers() {
    Set<String> routes = new TreeSet<>();
    server.routes().forEach(route -> routes.add(route.template()));

    assertThat(new OpenApi().paths()).isEqualTo(routes);
  }

  @Test
  void describesTypesAndPathParameters() {
    OpenApi description = new OpenApi();
    for (Route route : server.routes()) {
      assertThat(description.types(route.template())).containsExactly(route.type());
      Set<String> named = new TreeSet<>();
      for (String part : route.template().split("/", -1)) {
        if (part.startsWith("{")) {
          named.add(part.substring(1, part.length() - 1));
        }
      }
      assertThat(description.pathParameters(route.template())).isEqualTo(named);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/page.css",
        "/page.js",
        "/icon.svg",
        "/openapi.json",
        "/health",
        "/health/live",
        "/health/ready",
        "/metrics",
        "/problems",
        "/problems/unknown-view",
        "/api/v1/workloads",
        "/api/v1/workloads/vending",
        "/api/v1/workloads/vending/status",
        "/api/v1/workloads/vending/audit",
        "/api/v1/workloads/vending/validation",
        "/api/v1/workloads/vending/views/balance",
        "/api/v1/workloads/metrics/views/hourly?by=1d&layer=batch",
      })
  void answersAsDescribed(String path) {
    CheckedResponse response = get(path);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isNotEmpty();
  }

  @Test
  void linksEveryProblemTypeToItsDescription() {
    for (Problem.Kind kind : Problem.Kind.values()) {
      CheckedResponse response = get(kind.type());

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.json().get("title").asText()).isEqualTo(kind.title());
    }
  }

  // -- rows -----------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({"merged", "batch", "speed"})
  void answersTheRowsOfALayerWithTheirProvenance(String layer) throws StoreFailure {
    Answer expected =
        answer(vending, "items", Layer.valueOf(layer.toUpperCase(java.util.Locale.ROOT)));

    JsonNode json = get(ITEMS + "?layer=" + layer).json();

    assertThat(describe(json)).isEqualTo(describe(expected)).isNotEmpty();
    JsonNode provenance = json.get("provenance");
    assertThat(provenance.get("answer").asText()).isEqualTo("exact");
    assertThat(provenance.get("layer").asText()).isEqualTo(layer);
    assertThat(provenance.get("epoch").asLong()).isPositive();
    expected
        .provenance()
        .reach()
        .asMap()
        .forEach(
            (partition, offset) ->
                assertThat(provenance.get("V").get(partition.toString()).asLong())
                    .isEqualTo(offset));
  }

  @Test
  void answersByColumnTimeAndLongerTime() {
    JsonNode all = get(READINGS + "?limit=10000").json();
    JsonNode first = all.get("rows").get(0);
    String node = first.get("node").asText();
    String time = first.get("time").asText();

    JsonNode one = get(READINGS + "?node=" + node + "&at=" + time).json();
    JsonNode none = get(READINGS + "?at=1999-01-01").json();
    JsonNode days = get("/api/v1/workloads/vending/views/hours?by=1d").json();
    JsonNode before = get(READINGS + "?to=" + time).json();
    JsonNode from = get(READINGS + "?limit=10000&from=" + time).json();

    assertThat(one.get("rows")).isNotEmpty();
    one.get("rows").forEach(row -> assertThat(row.get("node").asText()).isEqualTo(node));
    one.get("rows").forEach(row -> assertThat(row.get("time").asText()).isEqualTo(time));
    assertThat(none.get("rows")).isEmpty();
    assertThat(days.get("rows")).hasSize(1);
    assertThat(before.get("page").get("of").asInt() + from.get("page").get("of").asInt())
        .isEqualTo(all.get("page").get("of").asInt());
  }

  @Test
  void reportsAnAnswerThatDoesNotReachThePositionsAskedForAsIncomplete() {
    String partition = vending.partitions().get(1).toString();
    long end = vending.status().partitions().get(1).logEnd();

    JsonNode reached = get(ITEMS + "?atLeast=" + partition + ":" + end).json();
    JsonNode short1 = get(ITEMS + "?atLeast=" + partition + ":" + (end + 1)).json();

    assertThat(reached.at("/provenance/answer").asText()).isEqualTo("exact");
    assertThat(short1.at("/provenance/answer").asText()).isEqualTo("incomplete");
    assertThat(short1.at("/provenance/missing/0").asText()).contains("has not reached");
  }

  @Test
  void reportsHowFarItIsBehind() {
    vending.produce(5);

    JsonNode json = get(ITEMS).json();

    assertThat(json.at("/provenance/behind").asLong()).isEqualTo(5);
    assertThat(json.at("/provenance/answer").asText()).isEqualTo("exact");
  }

  @Test
  void acceptsAnyCharacterInAValue() {
    JsonNode json =
        get("/api/v1/workloads/metrics/views/measurements?node=%C3%A9%20%26%2F%22").json();

    assertThat(json.get("rows")).isEmpty();
  }

  // -- pages ----------------------------------------------------------------------------------

  @Test
  void pagesOneAnswerAtOneVWhileTheLogGrows() throws StoreFailure {
    List<String> whole = describe(answer(metrics, "measurements", Layer.MERGED));
    JsonNode page = get(READINGS + "?limit=100").json();
    JsonNode v = page.get("provenance");
    List<String> paged = new ArrayList<>(describe(page));
    while (page.get("page").has("next")) {
      metrics.step(7);
      page = get(READINGS + "?limit=100&page=" + page.at("/page/next").asText()).json();
      assertThat(page.get("provenance")).isEqualTo(v);
      assertThat(page.at("/page/from").asInt()).isEqualTo(paged.size());
      paged.addAll(describe(page));
    }

    assertThat(paged).isEqualTo(whole).hasSizeGreaterThan(300);
    assertThat(get(READINGS).json().get("provenance").get("V")).isNotEqualTo(v.get("V"));
  }

  @Test
  void reportsThatAPageHasExpired() {
    String next = get(ITEMS + "?limit=1").json().at("/page/next").asText();
    assertThat(get(ITEMS + "?limit=1&page=" + next).status()).isEqualTo(200);

    clock.now = clock.now.plus(Duration.ofMinutes(3));

    get(ITEMS + "?limit=1&page=" + next).problem(410, "page-expired");
  }

  @Test
  void givesNoPageOfAnotherView() {
    String next = get(ITEMS + "?limit=1").json().at("/page/next").asText();

    get("/api/v1/workloads/vending/views/machines?page=" + next).problem(410, "page-expired");
    get(ITEMS + "?page=" + next + "9999").problem(410, "page-expired");
    get(ITEMS + "?page=x").problem(410, "page-expired");
    get(ITEMS + "?page=" + next + "&item=apple").problem(400, "unknown-parameter");
  }

  // -- status of a workload ------------------------------------------------------------------

  @Test
  void listsWorkloadsAndTheirViews() {
    JsonNode json = get("/api/v1/workloads").json();

    assertThat(json.get("workloads")).hasSize(2);
    JsonNode view = json.at("/workloads/0/views/0");
    assertThat(view.get("view").asText()).isEqualTo("measurements");
    assertThat(view.at("/key/0/column").asText()).isEqualTo("node");
    assertThat(view.at("/key/3/kind").asText()).isEqualTo("label");
    assertThat(view.get("by")).hasSize(3);
    assertThat(get(view.get("href").asText()).status()).isEqualTo(200);
  }

  @Test
  void reportsTheProgressOfEachLayer() {
    LiveStatus status = vending.status();

    JsonNode json = get("/api/v1/workloads/vending/status").json();

    assertThat(json.at("/balance/read").asLong())
        .isEqualTo(26 * 30L)
        .isEqualTo(
            json.at("/balance/folded").asLong()
                + json.at("/balance/duplicate").asLong()
                + json.at("/balance/rejected").asLong());
    assertThat(json.at("/balance/closes").asBoolean()).isTrue();
    assertThat(json.at("/partitions")).hasSize(status.partitions().size());
    assertThat(json.at("/partitions/1/cut").asLong())
        .isEqualTo(status.partitions().get(1).cut())
        .isPositive();
    assertThat(json.at("/validation/points")).hasSize(26);
    json.at("/validation/points").forEach(p -> assertThat(p.get("agrees").asBoolean()).isTrue());
  }

  @Test
  void reportsTheFindingsOfTheAuditor() {
    assertThat(get("/api/v1/workloads/vending/audit").json().get("divergences").asInt()).isZero();

    vending.diverge("row apple of items: expected 7 units, found 8");

    JsonNode json = get("/api/v1/workloads/vending/audit").json();
    assertThat(json.get("divergences").asInt()).isEqualTo(1);
    assertThat(json.at("/findings/0/words").asText()).contains("expected 7 units");
    assertThat(get("/health").json().get("status").asText()).isEqualTo("degraded");
    assertThat(get("/metrics").body())
        .contains("anabranch_audit_divergences_total{workload=\"vending\"} 1.0");
  }

  @Test
  void reportsWhatTheAuditorDidNotCheck() {
    JsonNode before = get("/api/v1/workloads/vending/audit").json();
    assertThat(before.at("/not_checked/unavailable").asInt()).isZero();
    assertThat(before.has("failure")).isFalse();

    vending.leaveUnchecked(new NotChecked(1, 2, 3, 4, 5), "the archive does not answer");

    String json = get("/api/v1/workloads/vending/audit").body();
    assertThat(json)
        .contains(
            "\"not_checked\":{\"unavailable\":1,\"incomplete\":2,\"behind\":3,\"tables\":4,"
                + "\"started_over\":5},\"failure\":\"the archive does not answer\"");
  }

  @Test
  void identifiesTheProcessThatAnswers() {
    JsonNode first = get("/api/v1/workloads/vending/status").json();
    JsonNode again = get("/api/v1/workloads/vending/status").json();
    try (HttpServer restarted =
        new HttpServer(List.of(vending), HttpSettings.defaults().onPort(0))) {
      restarted.start();
      JsonNode other = CheckedResponse.get(restarted, "/api/v1/workloads/vending/status").json();

      assertThat(again.get("instance")).isEqualTo(first.get("instance"));
      assertThat(other.get("instance")).isNotEqualTo(first.get("instance"));
    } catch (ListenException problem) {
      throw new AssertionError(problem);
    }
  }

  // -- requests that are rejected
  // ------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "/nothing, 404, unknown-resource",
    "//, 400, bad-request",
    "/api/v1, 404, unknown-resource",
    "/api/v1/workloads/, 404, unknown-workload",
    "/api/v1/workloads/nope, 404, unknown-workload",
    "/api/v1/workloads/nope/status, 404, unknown-workload",
    "/api/v1/workloads/nope/events, 404, unknown-workload",
    "/api/v1/workloads/vending/views/nope, 404, unknown-view",
    "/api/v1/workloads/vending/views/nope/events, 404, unknown-view",
    "/problems/nope, 404, unknown-resource",
    "/api/v1/workloads?x=1, 400, unknown-parameter",
    "/health?x=1, 400, unknown-parameter",
    "/api/v1/workloads/vending/views/items?color=red, 400, unknown-column",
    "/api/v1/workloads/vending/views/items?at=2024-08-01, 400, invalid-query",
    "/api/v1/workloads/vending/views/hours?by=1m, 400, invalid-query",
    "/api/v1/workloads/vending/views/hours?by=7h, 400, invalid-value",
    "/api/v1/workloads/vending/views/hours?at=yesterday, 400, invalid-value",
    "/api/v1/workloads/vending/views/hours?at=2024-13-01, 400, invalid-value",
    "/api/v1/workloads/vending/views/hours?at=2024-01-01&from=2024-01-01, 400, invalid-value",
    "/api/v1/workloads/vending/views/hours?from=2024-01-02&to=2024-01-01, 400, invalid-value",
    "/api/v1/workloads/vending/views/hours?layer=fast, 400, invalid-value",
    "/api/v1/workloads/vending/views/items?limit=0, 400, invalid-value",
    "/api/v1/workloads/vending/views/items?limit=10001, 400, invalid-value",
    "/api/v1/workloads/vending/views/items?limit=99999999999999999999, 400, invalid-value",
    "/api/v1/workloads/vending/views/items?limit=-1, 400, invalid-value",
    "/api/v1/workloads/vending/views/items?atLeast=nope-0:1, 400, invalid-value",
    "/api/v1/workloads/vending/views/items?atLeast=snack_automat_message-0:x, 400, invalid-value",
    "/api/v1/workloads/vending/views/items?item=a&item=b, 400, bad-request",
    "/api/v1/workloads/vending/views/items?item=%FF, 400, bad-request",
    "/api/v1/workloads/vending/views/items/events?page=x, 400, unknown-parameter",
    "/api/v1/workloads/vending/views/items/events?limit=1001, 400, invalid-value",
  })
  void rejects(String path, int status, String word) {
    JsonNode problem = get(path).problem(status, word);

    assertThat(problem.get("detail").asText()).isNotEmpty();
    assertThat(problem.get("next").asText()).isNotEmpty();
  }

  @Test
  void listsTheKnownNames() {
    assertThat(get("/api/v1/workloads/nope").json().get("known").toString())
        .isEqualTo("[\"metrics\",\"vending\"]");
    assertThat(get(ITEMS + "?color=red").json().get("known").toString()).isEqualTo("[\"item\"]");
    assertThat(get("/api/v1/workloads/vending/views/x").json().get("known").toString())
        .contains("items")
        .contains("balance");
  }

  @Test
  void rejectsRequestsAboveTheLimits() {
    get(ITEMS + "?item=" + "a".repeat(5000)).problem(414, "uri-too-long");
    get(ITEMS + "?item=" + "a".repeat(1025)).problem(400, "bad-request");
    get(ITEMS + "?" + "a".repeat(200) + "=1").problem(400, "bad-request");
    StringBuilder many = new StringBuilder(ITEMS + "?");
    for (int i = 0; i < 40; i++) {
      many.append("a").append(i).append("=1&");
    }
    get(many.toString()).problem(400, "bad-request");
    get("/" + "a".repeat(20_000)).problem(414, "uri-too-long");
    get("/health", "X-Large", "a".repeat(20_000)).problem(431, "headers-too-large");
    assertThat(get("/health").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "NONSENSE"})
  void rejectsOtherMethods(String method) {
    CheckedResponse response = CheckedResponse.send(server, method, "/health");

    response.problem(405, "method-not-allowed");
    assertThat(response.header("Allow")).contains("GET, HEAD");
    CheckedResponse stream = CheckedResponse.send(server, method, "/api/v1/events");
    stream.problem(405, "method-not-allowed");
    assertThat(stream.header("Allow")).contains("GET");
  }

  @Test
  void rejectsABodyWithoutReadingIt() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "health"))
            .method("GET", HttpRequest.BodyPublishers.ofByteArray(new byte[1 << 20]))
            .build();

    CheckedResponse.send(server, request).problem(413, "body-not-taken");
    String chunked =
        CheckedResponse.raw(
            server,
            "GET /health HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    assertThat(chunked).startsWith("HTTP/1.1 413").contains("Connection: close");
  }

  @Test
  void answersHeadWithTheHeadersOfGet() {
    CheckedResponse get = get("/openapi.json");
    CheckedResponse head = CheckedResponse.send(server, "HEAD", "/openapi.json");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
    assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
  }

  @Test
  void doesNotSendAFileThatHasNotChanged() {
    String tag = get("/page.js").header("ETag").orElseThrow();

    CheckedResponse again = get("/page.js", "If-None-Match", tag);

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(get("/page.js", "If-None-Match", "\"other\"").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/csv | 406",
        "application/json;q=0 | 406",
        "text/html, application/xml | 406",
        "application/json | 200",
        "text/html, */*;q=0.8 | 200",
        "APPLICATION/* | 200",
      })
  void honoursTheAcceptHeader(String accept, int status) {
    assertThat(get("/health", "Accept", accept).status()).isEqualTo(status);
  }

  @Test
  void streamsOnlyIfAStreamIsAccepted() {
    get("/api/v1/events", "Accept", "application/json").problem(406, "not-acceptable");
  }

  @Test
  void rejectsOtherHostNamesOnLoopback() {
    String evil =
        CheckedResponse.raw(
            server, "GET /health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    String evilAddress =
        CheckedResponse.raw(
            server,
            "GET http://evil.example/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    String own =
        CheckedResponse.raw(
            server,
            "GET /health HTTP/1.1\r\nHost: LOCALHOST:"
                + server.port()
                + "\r\nConnection: close\r\n\r\n");

    assertThat(evil).startsWith("HTTP/1.1 421").contains("/problems/wrong-host");
    assertThat(evilAddress).startsWith("HTTP/1.1 421");
    assertThat(own).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE\r\n\r\n",
        "GET /health\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /a%2Fb HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /../health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /%2e%2e/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      })
  void answersMalformedRequestsWithAProblem(String request) {
    String response = CheckedResponse.raw(server, request);

    assertThat(response)
        .startsWith("HTTP/1.1 4")
        .contains("application/problem+json")
        .contains("nosniff")
        .doesNotContain("\tat ");
    new OpenApi().conforms("Problem", response.substring(response.indexOf("\r\n\r\n") + 4));
  }

  // -- failures -----------------------------------------------------------------------------

  @Test
  void answersIncompleteWithTheReasonIfTheSpeedLayerIsUnavailable() throws StoreFailure {
    List<String> batch = describe(answer(vending, "items", Layer.BATCH));
    vending.fail("SpeedViews");

    JsonNode json = get(ITEMS).json();

    assertThat(json.at("/provenance/answer").asText()).isEqualTo("incomplete");
    assertThat(json.at("/provenance/missing/0").asText()).contains("SpeedViews does not answer");
    assertThat(describe(json)).isEqualTo(batch);
  }

  @Test
  void asksToRetryIfAStoreIsUnavailable() {
    vending.fail("CoverageLedger");

    CheckedResponse response = get(ITEMS);

    response.problem(503, "store-unavailable");
    assertThat(response.header("Retry-After")).contains("1");
    assertThat(response.json().get("detail").asText()).contains("CoverageLedger does not answer");
    assertThat(get("/api/v1/workloads/metrics/views/balance").status()).isEqualTo(200);
    CheckedResponse health = get("/health/ready");
    assertThat(health.status()).isEqualTo(503);
    assertThat(health.json().get("status").asText()).isEqualTo("down");
    assertThat(get("/health/live").status()).isEqualTo(200);

    vending.fail("");

    assertThat(get(ITEMS).status()).isEqualTo(200);
    assertThat(get("/health").json().get("status").asText()).isEqualTo("up");
  }

  /** A workload whose queries fail. */
  private record Failing(RunningWorkload well, Throwable failure) implements ServedWorkload {
    @Override
    public Workload<?> workload() {
      return well.workload();
    }

    @Override
    public Answer answer(Query.Fitted query, Layer layer, OffsetVector atLeast)
        throws StoreFailure {
      if (failure instanceof StoreFailure outside) {
        throw outside;
      }
      throw (RuntimeException) failure;
    }

    @Override
    public LiveStatus status() {
      return well.status();
    }
  }

  @Test
  void reportsCorruptDataAndHidesInternalErrors() throws ListenException {
    StoreFailure corrupt = new StoreFailure.Corrupt("segment d1-0-n1 is gone");
    RuntimeException error = new IllegalStateException("a secret");
    for (Throwable failure : List.of(corrupt, error)) {
      try (HttpServer failing =
          new HttpServer(
              List.of(new Failing(vending, failure)), HttpSettings.defaults().onPort(0))) {
        failing.start();
        CheckedResponse response = CheckedResponse.get(failing, ITEMS);

        if (failure == corrupt) {
          assertThat(response.problem(500, "store-corrupt").get("detail").asText())
              .isEqualTo("segment d1-0-n1 is gone");
        } else {
          response.problem(500, "internal");
          assertThat(response.body()).doesNotContain("secret");
        }
      }
    }
  }

  @Test
  void reportsAWorkloadThatHasNotStartedWithTheNextStep() throws ListenException {
    ServedWorkload waiting = new Failing(vending, new NotStarted("vending"));
    try (HttpServer server = new HttpServer(List.of(waiting), HttpSettings.defaults().onPort(0))) {
      server.start();

      JsonNode problem = CheckedResponse.get(server, ITEMS).problem(409, "not-started");
      JsonNode health = CheckedResponse.get(server, "/health").json();

      assertThat(problem.get("detail").asText()).isEqualTo(new NotStarted("vending").getMessage());
      assertThat(problem.get("next").asText()).contains("start the layers of vending");
      assertThat(health.get("status").asText()).isEqualTo("down");
      assertThat(health.at("/workloads/0/reason").asText()).contains("has no coverage");
    }
  }

  @Test
  void reportsWhyTheLogCouldNotBeAsked() {
    vending.fail("EventLog");

    JsonNode provenance = get(ITEMS).json().get("provenance");

    assertThat(provenance.get("staleness_unknown").asText()).isEqualTo("EventLog does not answer");
    assertThat(provenance.has("behind")).isFalse();
    assertThat(provenance.get("answer").asText()).isEqualTo("exact");
  }

  // -- concurrency ---------------------------------------------------------------------------

  @Test
  void answersConcurrentQueriesExactlyWhileLayersRun() throws Exception {
    ConcurrentLinkedQueue<JsonNode> answers = new ConcurrentLinkedQueue<>();
    ExecutorService readers = Executors.newFixedThreadPool(8);
    List<Future<?>> reading = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      reading.add(
          readers.submit(
              () -> {
                for (int n = 0; n < 25; n++) {
                  answers.add(get(ITEMS).json());
                }
              }));
    }
    for (int i = 0; i < 60; i++) {
      vending.step(25);
    }
    for (Future<?> one : reading) {
      one.get();
    }
    readers.shutdown();

    assertThat(answers).hasSize(200);
    for (JsonNode answer : answers) {
      assertThat(answer.at("/provenance/answer").asText()).isEqualTo("exact");
      long units = 0;
      for (JsonNode row : answer.get("rows")) {
        units += row.get("units").asLong();
      }
      long recount = 0;
      for (Partition partition : vending.partitions()) {
        recount +=
            vending.recount(
                partition, answer.at("/provenance/V").path(partition.toString()).asLong());
      }
      assertThat(units).as(answer.get("provenance").toString()).isEqualTo(recount);
    }
  }

  // -- listening ------------------------------------------------------------------------------

  @Test
  void namesTheOptionThatChangesATakenPort() {
    int taken = server.port();
    try (HttpServer second =
        new HttpServer(List.of(vending), HttpSettings.defaults().onPort(taken))) {
      Throwable problem = catchThrowable(second::start);

      assertThat(problem)
          .isInstanceOf(ListenException.class)
          .hasMessageContaining("127.0.0.1:" + taken)
          .hasMessageContaining("another program uses it")
          .hasMessageContaining("--port");
    }
  }

  @Test
  void listensOnLoopbackOnly() {
    assertThat(server.url()).isEqualTo("http://127.0.0.1:" + server.port() + "/");
  }

  // -- metrics --------------------------------------------------------------------------------

  @Test
  void exposesMetricsByPrometheusConventions() {
    get("/nothing");
    get("/api/v1/workloads/nope");

    String metrics = get("/metrics").body();

    assertThat(metrics)
        .contains("anabranch_records_read_total{workload=\"vending\"} 780.0")
        .contains("anabranch_events_total{outcome=\"folded\",workload=\"vending\"}")
        .contains(
            "anabranch_partition_cut_offset{partition=\"snack_automat_message-1\",workload=\"vending\"}")
        .contains("anabranch_http_request_duration_seconds_count{route=\"none\",status=\"404\"} 1")
        .contains(
            "anabranch_http_request_duration_seconds_count{route=\"/api/v1/workloads/{workload}\",status=\"404\"} 1");
    for (String line : metrics.lines().toList()) {
      if (!line.startsWith("#")) {
        String name = line.split("[{ ]", 2)[0].replaceAll("_(count|sum|max)$", "");
        assertThat(metrics).as(line).containsPattern("# HELP " + name);
      }
    }
  }

  @Test
  void hasNoLabelsFromRequests() {
    for (int i = 0; i < 30; i++) {
      get("/made-up-" + i);
      get("/api/v1/workloads/vending/views/made-up-" + i);
    }

    assertThat(get("/metrics").body()).doesNotContain("made-up");
  }
}
