package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code query} asks, how it writes what it is told, and how it exits. What a real server
 * tells is tested where there is one.
 */
class QueryCommandTest {

  private static final String PROVENANCE =
      "\"provenance\":{\"layer\":\"merged\",\"definition\":1,\"epoch\":3,\"origin\":{},"
          + "\"cut\":{\"t-0\":64},\"V\":{\"t-0\":70,\"t-1\":4},\"reference\":0,\"answer\":";

  /** Answers with what it was given, one after the other, and takes note of what it was asked. */
  private static final class Script implements AutoCloseable {
    private final HttpServer server;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    private Script(String type, int status, String... bodies) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            byte[] body =
                bodies[Math.min(asked.size(), bodies.length - 1)].getBytes(StandardCharsets.UTF_8);
            asked.add(exchange.getRequestURI().toString());
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
    }

    private String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Ran query(String... arguments) {
      List<String> all = new ArrayList<>(List.of("query"));
      all.addAll(List.of(arguments));
      all.addAll(List.of("--url", url()));
      return Ran.run(all.toArray(String[]::new));
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  private static String page(String rows, String answer, String page) {
    return "{\"workload\":\"w\",\"view\":\"v\",\"fields\":[\"k\",\"n\",\"x\"],"
        + PROVENANCE
        + answer
        + "},\"rows\":["
        + rows
        + "],\"page\":{\"from\":0,\"rows\":1,\"of\":2"
        + page
        + "}}";
  }

  private static final String ROW =
      "{\"k\":\"é\\n\",\"n\":123456789012345678901234567890,\"x\":0.1}";
  private static final String LAST = "{\"k\":\"z\",\"n\":2,\"x\":null}";

  @Test
  void asksPageAfterPageAndWritesAllRows() throws IOException {
    try (Script script =
        new Script(
            "application/json",
            200,
            page(ROW, "\"exact\"", ",\"next\":\"abc.1\""),
            page(LAST, "\"exact\"", ""))) {
      Ran told = script.query("w.v", "k=a b&c", "--at", "2024-03-20T22", "-o", "json");

      assertThat(told.code()).as(told.err()).isEqualTo(ExitCode.OK);
      assertThat(told.out().lines())
          .containsExactly(
              "{\"view\":\"v\",\"k\":\"é\\n\",\"n\":123456789012345678901234567890,\"x\":0.1}",
              "{\"view\":\"v\",\"k\":\"z\",\"n\":2,\"x\":null}");
      assertThat(told.err())
          .isEqualTo("answer: definition 1, epoch 3, cut [t-0:64], V [t-0:70 t-1:4], exact\n");
      assertThat(script.asked)
          .containsExactly(
              "/api/v1/workloads/w/views/v?at=2024-03-20T22&k=a%20b%26c&layer=merged&limit=10000",
              "/api/v1/workloads/w/views/v?limit=10000&page=abc.1");
    }
  }

  @Test
  void writesTablesAndCsvAndProvenanceWithTheRows() throws IOException {
    try (Script script =
        new Script("application/json; charset=utf-8", 200, page(LAST, "\"exact\"", ""))) {
      assertThat(script.query("w.v", "-o", "csv").out()).isEqualTo("view,k,n,x\r\nv,z,2,\r\n");
      assertThat(script.query("w.v", "-o", "table").out()).startsWith("v (1 row)\n");
      Ran inline = script.query("w.v", "-o", "json", "--provenance");
      assertThat(inline.out()).contains(PROVENANCE + "\"exact\"}}");
      assertThat(inline.err()).isEmpty();
    }
  }

  @Test
  void exitsWith3IfTheAnswerIsIncomplete() throws IOException {
    try (Script script =
        new Script(
            "application/json",
            200,
            page(LAST, "\"incomplete\",\"missing\":[\"one\",\"two\"]", ""))) {
      Ran told = script.query("w.v", "--at-least", "t-0:99", "-o", "json");

      assertThat(told.code()).isEqualTo(ExitCode.INCOMPLETE);
      assertThat(told.err()).contains("incomplete: one; two");
      assertThat(script.asked.get(0)).contains("atLeast=t-0%3A99");
    }
  }

  @Test
  void exitsWith1AndOneLineIfNobodyListens() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    Ran told = Ran.run("query", "vending.items", "--url", "http://127.0.0.1:" + free);

    assertThat(told.code()).isEqualTo(ExitCode.FAILED);
    assertThat(told.out()).isEmpty();
    assertThat(told.err().lines()).hasSize(1);
    assertThat(told.err())
        .contains("nothing listens at http://127.0.0.1:" + free)
        .contains("anabranch demo")
        .contains("--url");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unknown-workload | 404 | 2",
        "unknown-view | 404 | 2",
        "unknown-column | 400 | 2",
        "invalid-value | 400 | 2",
        "invalid-query | 400 | 2",
        "store-unavailable | 503 | 1",
        "page-expired | 410 | 1",
        "internal | 500 | 1",
      })
  void tellsWrongUsageFromNoAnswer(String word, int status, int code) throws IOException {
    try (Script script =
        new Script(
            "application/problem+json",
            status,
            "{\"type\":\"/problems/"
                + word
                + "\",\"detail\":\"it is so\",\"next\":\"do this\",\"known\":[\"a\",\"b\"]}")) {
      Ran told = script.query("w.v");

      assertThat(told.code()).isEqualTo(code);
      assertThat(told.err()).isEqualTo("anabranch: it is so; there is a, b\n");
      assertThat(told.out()).isEmpty();
    }
  }

  @Test
  void saysThatAStrangerAnswers() throws IOException {
    try (Script page = new Script("text/html", 200, "<html>");
        Script error = new Script("text/html", 404, "<html>");
        Script other = new Script("application/json", 200, "{\"a\":[1,{\"b\":2}]}")) {
      for (Script script : List.of(page, error, other)) {
        Ran told = script.query("w.v");

        assertThat(told.code()).as(told.err()).isEqualTo(ExitCode.FAILED);
        assertThat(told.err().lines()).hasSize(1);
        assertThat(told.err()).contains("check --url").doesNotContain("\tat ");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "items | 'items' is not WORKLOAD.VIEW",
        ".items | '.items' is not WORKLOAD.VIEW",
        "vending. | 'vending.' is not WORKLOAD.VIEW",
        "w.v x | 'x' is not COLUMN=VALUE",
        "w.v limit=3 | 'limit' is not a column of a key",
        "w.v --at then | --at 'then' is not a time",
        "w.v --by 7h | --by must be 1m, 1h or 1d",
        "w.v --at 2024-01-01 --to 2024-01-02 | --at cannot be combined",
        "w.v --layer fast | merged, batch, speed",
        "w.v --url ftp://x | is not an address",
        "w.v --url :: | is not an address",
      })
  void refusesWhatIsWrongInItself(String arguments, String description) {
    List<String> all = new ArrayList<>(List.of("query"));
    all.addAll(List.of(arguments.split(" ", -1)));

    Ran told = Ran.run(all.toArray(String[]::new));

    assertThat(told.code()).as(told.err()).isEqualTo(ExitCode.USAGE);
    assertThat(told.err()).contains(description);
  }

  /** Fails when what was demanded of the answer is passed over. */
  @Test
  void doesNotPassOverAnOffsetThatItCannotDemand() {
    Ran told = Ran.run("query", "vending.items", "--servers", "local", "--at-least", "topic-0:17");

    assertThat(told.code()).isEqualTo(ExitCode.USAGE);
    assertThat(told.err()).contains("--at-least").contains("--url");
  }
}
