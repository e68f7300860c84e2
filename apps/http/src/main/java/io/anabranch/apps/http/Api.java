package io.anabranch.apps.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.anabranch.apps.http.AnswerPageCache.CachedAnswer;
import io.anabranch.apps.http.query.Json;
import io.anabranch.apps.http.query.ProvenanceJson;
import io.anabranch.apps.http.query.RowJson;
import io.anabranch.apps.http.status.LiveStatus;
import io.anabranch.apps.http.status.ServedWorkload;
import io.anabranch.apps.layers.NotStarted;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Provenance;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Row;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The JSON API: queries of the running workloads, and their answers. */
final class Api {

  static final String ROOT = "/api/v1";

  static final int MOST_ROWS = 10_000;
  static final int ROWS = 1_000;
  static final int MOST_STREAMED_ROWS = 1_000;
  static final int STREAMED_ROWS = 100;

  /** Queries that run at once; others wait for a short time and are then refused. */
  static final int MOST_QUERIES = 8;

  private static final int QUERY_WAIT_SECONDS = 5;

  /** The validation points in an event: more than are added between two events. */
  private static final int STREAMED_POINTS = 10;

  private record Workloads(List<WorkloadJson> workloads) {}

  private record StatusEvent(List<StatusJson> workloads) {}

  private record PageOf(int from, int rows, int of, Option<String> next) {}

  private final SortedMap<String, ServedWorkload> served;
  private final AnswerPageCache pages;

  /** Random, so that it differs between processes whatever their clocks and workloads are. */
  private final String instance;

  private final Semaphore queries = new Semaphore(MOST_QUERIES, true);

  Api(SortedMap<String, ServedWorkload> served, HttpSettings settings, Clock clock) {
    this.served = served;
    this.instance = new BigInteger(64, new SecureRandom()).toString(36);
    this.pages = new AnswerPageCache(clock, settings.pagesKept());
  }

  List<Route> routes() {
    String workload = ROOT + "/workloads/{workload}";
    return List.of(
        json(ROOT + "/workloads", this::workloads),
        json(workload, this::workload),
        json(workload + "/status", this::status),
        json(workload + "/audit", this::audit),
        json(workload + "/validation", this::validation),
        json(workload + "/views/{view}", this::rows),
        new Route.Stream(ROOT + "/events", this::allEvents),
        new Route.Stream(workload + "/events", this::events),
        new Route.Stream(workload + "/views/{view}/events", this::viewEvents));
  }

  private static Route json(String template, Route.Endpoint endpoint) {
    return new Route.Document(template, Reply.JSON, endpoint);
  }

  private Reply workloads(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    return Reply.json(
        new Workloads(
            served.values().stream().map(one -> WorkloadJson.of(one.workload())).toList()));
  }

  private Reply workload(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    return Reply.json(WorkloadJson.of(find(call).workload()));
  }

  private Reply status(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    return Reply.json(StatusJson.of(instance, find(call).status(), Integer.MAX_VALUE));
  }

  private Reply audit(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    return Reply.json(StatusJson.AuditJson.of(find(call).status().audit()));
  }

  private Reply validation(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    return Reply.json(StatusJson.ValidationJson.of(find(call).status(), Integer.MAX_VALUE));
  }

  private EventSource allEvents(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    return new EventSource("status", () -> statusEvent(served.values()));
  }

  private EventSource events(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    ServedWorkload found = find(call);
    return new EventSource("status " + found.workload().name(), () -> statusEvent(List.of(found)));
  }

  private EventSource.Event statusEvent(Collection<ServedWorkload> workloads) {
    List<LiveStatus> all = workloads.stream().map(ServedWorkload::status).toList();
    byte[] json =
        Json.bytes(
            new StatusEvent(
                all.stream().map(one -> StatusJson.of(instance, one, STREAMED_POINTS)).toList()));
    String times = all.stream().map(one -> one.at().toString()).collect(Collectors.joining(" "));
    return new EventSource.Event(times, "status", new String(json, StandardCharsets.UTF_8));
  }

  private ServedWorkload find(Route.Call call) throws ProblemException {
    ServedWorkload found = served.get(call.in("workload"));
    if (found == null) {
      throw new Problem(
              Problem.Kind.UNKNOWN_WORKLOAD,
              "unknown workload '" + call.in("workload") + "'",
              "use a known workload",
              List.copyOf(served.keySet()))
          .asException();
    }
    return found;
  }

  private static Presentation view(ServedWorkload of, Route.Call call) throws ProblemException {
    return of.workload()
        .presentation(call.in("view"))
        .getOrElseThrow(
            () ->
                new Problem(
                        Problem.Kind.UNKNOWN_VIEW,
                        of.workload() + " has no view '" + call.in("view") + "'",
                        "use a known view",
                        WorkloadJson.presentations(of.workload()).stream()
                            .map(Presentation::name)
                            .toList())
                    .asException());
  }

  private Reply rows(Route.Call call) throws ProblemException, StoreFailure {
    ServedWorkload of = find(call);
    Presentation view = view(of, call);
    Parameters parameters = call.parameters();
    int limit = parameters.number("limit", 1, MOST_ROWS, ROWS);
    if (parameters.value("page").isDefined()) {
      parameters.allowOnly(Set.of("page", "limit"));
      return nextPage(of.workload().name(), view.name(), parameters.value("page").get(), limit);
    }
    ViewQuery query = ViewQuery.parse(of, view, parameters);
    CachedAnswer answer = cached(query, run(query));
    Option<String> name =
        answer.rows().size() > limit ? Option.some(pages.add(answer)) : Option.none();
    return page(answer, name, 0, limit);
  }

  private static CachedAnswer cached(ViewQuery query, Answer answer) {
    return new CachedAnswer(
        query.workload(),
        query.view().name(),
        query.view().fields(),
        ProvenanceJson.of(answer.provenance()),
        answer.rows());
  }

  private Answer run(ViewQuery query) throws ProblemException, StoreFailure {
    boolean isAcquired = false;
    try {
      isAcquired = queries.tryAcquire(QUERY_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    if (!isAcquired) {
      throw new Problem(
              Problem.Kind.TOO_BUSY,
              MOST_QUERIES + " queries are running, and others wait",
              "try again in a moment")
          .asException();
    }
    try {
      return query.answer();
    } finally {
      queries.release();
    }
  }

  private Reply nextPage(String workload, String view, String cursor, int limit)
      throws ProblemException {
    int dot = cursor.lastIndexOf('.');
    String name = cursor.substring(0, Math.max(0, dot));
    String from = cursor.substring(dot + 1);
    Option<CachedAnswer> found =
        from.matches("[0-9]{1,9}")
            ? pages
                .find(name)
                .filter(answer -> answer.workload().equals(workload) && answer.view().equals(view))
                .filter(answer -> Integer.parseInt(from) <= answer.rows().size())
            : Option.none();
    return page(
        found.getOrElseThrow(
            () ->
                new Problem(
                        Problem.Kind.PAGE_EXPIRED,
                        "the answer that this page belongs to is not cached, or has expired",
                        "request the first page again, without 'page': a new answer has another V")
                    .asException()),
        Option.some(name),
        Integer.parseInt(from),
        limit);
  }

  private static Reply page(CachedAnswer answer, Option<String> name, int from, int limit) {
    Vector<Row> rows = answer.rows().slice(from, from + limit);
    int next = from + rows.size();
    Option<String> cursor =
        next < answer.rows().size() ? name.map(known -> known + "." + next) : Option.none();
    byte[] body = Json.bytes(json -> writePage(json, answer, rows, from, cursor));
    return Reply.of(200, Reply.JSON, body);
  }

  private static void writePage(
      JsonGenerator json, CachedAnswer answer, Vector<Row> rows, int from, Option<String> next)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("workload", answer.workload());
    json.writeStringField("view", answer.view());
    json.writePOJOField("fields", answer.fields());
    json.writePOJOField("provenance", answer.provenance());
    json.writeArrayFieldStart("rows");
    for (Row row : rows) {
      json.writeStartObject();
      RowJson.fields(json, row);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writePOJOField("page", new PageOf(from, rows.size(), answer.rows().size(), next));
    json.writeEndObject();
  }

  private EventSource viewEvents(Route.Call call) throws ProblemException {
    ServedWorkload of = find(call);
    Presentation view = view(of, call);
    int limit = call.parameters().number("limit", 1, MOST_STREAMED_ROWS, STREAMED_ROWS);
    if (call.parameters().value("page").isDefined()) {
      throw new Problem(
              Problem.Kind.UNKNOWN_PARAMETER,
              "an event stream has no pages",
              "omit 'page', and raise 'limit' to at most " + MOST_STREAMED_ROWS)
          .asException();
    }
    ViewQuery query = ViewQuery.parse(of, view, call.parameters());
    String key = of.workload().name() + "/" + view.name() + "?" + call.parameters();
    return new EventSource(key, () -> answerEvent(query, limit));
  }

  private EventSource.Event answerEvent(ViewQuery query, int limit) {
    try {
      Answer answer = run(query);
      CachedAnswer cached = cached(query, answer);
      // There is no next page: the stream sends the answer again instead.
      byte[] json =
          Json.bytes(out -> writePage(out, cached, cached.rows().take(limit), 0, Option.none()));
      return new EventSource.Event(
          tag(answer.provenance()), "answer", new String(json, StandardCharsets.UTF_8));
    } catch (ProblemException refused) {
      return problemEvent(refused.problem(), query);
    } catch (StoreFailure failure) {
      return problemEvent(Router.problem(failure), query);
    } catch (NotStarted waiting) {
      return problemEvent(Router.problem(waiting), query);
    }
  }

  /** All that changes when the rows or their guarantees do, so without how far the log is ahead. */
  private static String tag(Provenance provenance) {
    return provenance.epoch()
        + " "
        + provenance.definition()
        + " "
        + provenance.reach()
        + provenance.cut()
        + provenance.reference()
        + provenance.missing()
        + provenance.losses().length()
        + provenance.staleness().isLeft();
  }

  private static EventSource.Event problemEvent(Problem problem, ViewQuery query) {
    String path = ROOT + "/workloads/" + query.workload() + "/" + query.view().name();
    String json = StandardCharsets.UTF_8.decode(Reply.problem(problem, path).body()).toString();
    return new EventSource.Event(json, "problem", json);
  }
}
