package io.anabranch.apps.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.anabranch.apps.http.query.ProvenanceJson;
import io.anabranch.apps.http.query.Question;
import io.anabranch.apps.http.query.RowJson;
import io.anabranch.apps.http.status.LiveStatus;
import io.anabranch.apps.http.status.PartitionStatus;
import io.anabranch.apps.http.status.ServedWorkload;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Provenance;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The JSON API: what can be asked of the workloads that run, and the answers. */
final class Api {

  static final String ROOT = "/api/v1";

  static final int MOST_ROWS = 10_000;
  static final int ROWS = 1_000;
  static final int MOST_STREAMED_ROWS = 1_000;
  static final int STREAMED_ROWS = 100;

  /** Questions that are worked on at once; others wait a little and are sent away then. */
  static final int MOST_QUESTIONS = 8;

  private static final int PATIENCE_SECONDS = 5;

  /** The points of the validation view in an event: more than come in the time between two. */
  private static final int STREAMED_POINTS = 10;

  private static final Set<String> QUESTION = Set.of("at", "from", "to", "by", "layer", "atLeast");
  private static final Set<String> RESERVED =
      Stream.concat(QUESTION.stream(), Stream.of("limit", "page"))
          .collect(Collectors.toUnmodifiableSet());

  private final SortedMap<String, ServedWorkload> served;
  private final AnswerPageCache kept;

  /** Another one in each process, whatever clocks and workloads say. */
  private final String instance;

  private final Semaphore questions = new Semaphore(MOST_QUESTIONS, true);

  Api(SortedMap<String, ServedWorkload> served, HttpSettings settings, Clock clock) {
    this.served = served;
    this.instance = new BigInteger(64, new SecureRandom()).toString(36);
    this.kept = new AnswerPageCache(clock, settings.pagesKept());
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
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("workloads");
          for (ServedWorkload one : served.values()) {
            WorkloadJson.write(json, one.workload());
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private Reply workload(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    ServedWorkload found = find(call);
    return Reply.json(json -> WorkloadJson.write(json, found.workload()));
  }

  private Reply status(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    LiveStatus status = find(call).status();
    return Reply.json(json -> StatusJson.write(json, instance, status, Integer.MAX_VALUE));
  }

  private Reply audit(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    LiveStatus status = find(call).status();
    return Reply.json(json -> StatusJson.audit(json, status.audit()));
  }

  private Reply validation(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    LiveStatus status = find(call).status();
    return Reply.json(json -> StatusJson.validation(json, status, Integer.MAX_VALUE));
  }

  private EventSource allEvents(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    return new EventSource(
        "status",
        () ->
            statusEvent(
                served.values().stream()
                    .map(ServedWorkload::status)
                    .collect(Collectors.toUnmodifiableList())));
  }

  private EventSource events(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    ServedWorkload found = find(call);
    return new EventSource(
        "status " + found.workload().name(), () -> statusEvent(List.of(found.status())));
  }

  private EventSource.Event statusEvent(List<LiveStatus> all) {
    byte[] json =
        JsonText.of(
            out -> {
              out.writeStartObject();
              out.writeArrayFieldStart("workloads");
              for (LiveStatus status : all) {
                StatusJson.write(out, instance, status, STREAMED_POINTS);
              }
              out.writeEndArray();
              out.writeEndObject();
            });
    String moments = all.stream().map(s -> s.at().toString()).collect(Collectors.joining(" "));
    return new EventSource.Event(moments, "status", new String(json, StandardCharsets.UTF_8));
  }

  private ServedWorkload find(Route.Call call) throws ProblemException {
    ServedWorkload found = served.get(call.in("workload"));
    if (found == null) {
      throw new Problem(
              Problem.Kind.UNKNOWN_WORKLOAD,
              "no workload '" + call.in("workload") + "' runs here",
              "ask for one of those known",
              List.copyOf(served.keySet()))
          .refusal();
    }
    return found;
  }

  private static Presentation view(ServedWorkload of, Route.Call call) throws ProblemException {
    Option<Presentation> found = of.workload().presentation(call.in("view"));
    if (found.isEmpty()) {
      throw new Problem(
              Problem.Kind.UNKNOWN_VIEW,
              "there is no view '" + call.in("view") + "' of " + of.workload(),
              "ask for one of those known",
              WorkloadJson.shown(of.workload()).stream().map(Presentation::name).toList())
          .refusal();
    }
    return found.get();
  }

  /** What is asked of a view. */
  private record Asked(
      ServedWorkload served, Query.Fitted query, Layer layer, OffsetVector atLeast) {

    Answer answer() throws StoreFailure {
      return served.answer(query, layer, atLeast);
    }
  }

  private Asked asked(ServedWorkload of, Presentation view, Parameters parameters)
      throws ProblemException {
    Question question =
        new Question(
            "",
            parameters.without(RESERVED),
            parameters.value("at"),
            parameters.value("from"),
            parameters.value("to"),
            parameters.value("by"));
    Query query =
        question
            .query()
            .getOrElseThrow(
                description ->
                    new Problem(
                            Problem.Kind.UNFIT_VALUE,
                            description,
                            "mend the value; docs/api.md shows how each is written")
                        .refusal());
    Query.Fitted fitted =
        query.fit(view).getOrElseThrow(problem -> invalid(question, problem, view).refusal());
    return new Asked(of, fitted, layer(parameters), atLeast(of, parameters));
  }

  private static Problem invalid(Question question, Query.Problem problem, Presentation view) {
    String description = question.describe(problem, view);
    if (problem instanceof Query.Problem.UnknownColumn unknown) {
      return new Problem(
          Problem.Kind.UNKNOWN_COLUMN,
          description,
          "every parameter but "
              + RESERVED.stream().sorted().collect(Collectors.joining(", "))
              + " is a column of the key",
          unknown.known());
    }
    return new Problem(
        Problem.Kind.UNFIT_QUESTION, description, "ask this view otherwise, or ask another view");
  }

  private static Layer layer(Parameters parameters) throws ProblemException {
    String word = parameters.value("layer").getOrElse(Layer.MERGED.toString());
    return Stream.of(Layer.values())
        .filter(layer -> layer.toString().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                        Problem.Kind.UNFIT_VALUE,
                        "there is no layer '" + word + "'",
                        "ask for one of those known, or leave it out for merged",
                        Stream.of(Layer.values()).map(Layer::toString).toList())
                    .refusal());
  }

  /** Positions like {@code topic-0:17,topic-1:4}. */
  private static OffsetVector atLeast(ServedWorkload of, Parameters parameters)
      throws ProblemException {
    Option<String> text = parameters.value("atLeast");
    if (text.isEmpty()) {
      return OffsetVector.ZERO;
    }
    Map<String, Partition> partitions = new TreeMap<>();
    for (PartitionStatus channel : of.status().channels()) {
      partitions.put(channel.partition().toString(), channel.partition());
    }
    OffsetVector least = OffsetVector.ZERO;
    for (String position : text.get().split(",", -1)) {
      int colon = position.lastIndexOf(':');
      Option<Partition> partition =
          Option.of(colon < 0 ? null : partitions.get(position.substring(0, colon)));
      String offset = position.substring(colon + 1);
      if (partition.isEmpty() || !offset.matches("[0-9]{1,18}")) {
        throw new Problem(
                Problem.Kind.UNFIT_VALUE,
                "atLeast '" + position + "' is no position of " + of.workload(),
                "write it like "
                    + partitions.keySet().stream().findFirst().orElse("topic-0")
                    + ":17, several with commas between them",
                List.copyOf(partitions.keySet()))
            .refusal();
      }
      least = least.with(partition.get(), Long.parseLong(offset));
    }
    return least;
  }

  private Reply rows(Route.Call call) throws ProblemException, StoreFailure {
    ServedWorkload of = find(call);
    Presentation view = view(of, call);
    Parameters parameters = call.parameters();
    int limit = parameters.number("limit", 1, MOST_ROWS, ROWS);
    String place = of.workload().name() + "/" + view.name();
    if (parameters.value("page").isDefined()) {
      parameters.allowOnly(Set.of("page", "limit"));
      return nextPage(place, parameters.value("page").get(), limit);
    }
    Asked asked = asked(of, view, parameters);
    Answer answer = answer(asked);
    AnswerPageCache.Kept whole = whole(place, asked, answer);
    Option<String> name =
        answer.rows().size() > limit ? Option.some(kept.keep(whole)) : Option.none();
    return page(whole, name, 0, limit);
  }

  private Answer answer(Asked asked) throws ProblemException, StoreFailure {
    boolean isMine = false;
    try {
      isMine = questions.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    if (!isMine) {
      throw new Problem(
              Problem.Kind.TOO_BUSY,
              MOST_QUESTIONS + " questions are worked on and others wait",
              "ask again in a moment")
          .refusal();
    }
    try {
      return asked.answer();
    } finally {
      questions.release();
    }
  }

  private Reply nextPage(String place, String cursor, int limit) throws ProblemException {
    int dot = cursor.lastIndexOf('.');
    String from = cursor.substring(dot + 1);
    Option<AnswerPageCache.Kept> found =
        dot < 0 || !from.matches("[0-9]{1,9}")
            ? Option.none()
            : kept.find(cursor.substring(0, dot)).filter(k -> k.place().equals(place));
    if (!found.exists(k -> Integer.parseInt(from) <= k.rows().size())) {
      throw new Problem(
              Problem.Kind.PAGE_EXPIRED,
              "the answer that this page is of is not kept, or no more",
              "ask again without page: a new answer has a V of its own, so start with its first"
                  + " page")
          .refusal();
    }
    return page(found.get(), Option.some(cursor.substring(0, dot)), Integer.parseInt(from), limit);
  }

  private static Reply page(AnswerPageCache.Kept whole, Option<String> name, int from, int limit) {
    Vector<Row> rows = whole.rows().slice(from, from + limit);
    int next = from + rows.size();
    Option<String> cursor =
        next < whole.rows().size() ? name.map(known -> known + "." + next) : Option.none();
    return Reply.json(json -> writePage(json, whole, rows, from, cursor));
  }

  private static void writePage(
      JsonGenerator json,
      AnswerPageCache.Kept whole,
      Vector<Row> rows,
      int from,
      Option<String> cursor)
      throws IOException {
    json.writeStartObject();
    whole.head().write(json);
    json.writeArrayFieldStart("rows");
    for (Row row : rows) {
      json.writeStartObject();
      RowJson.fields(json, row);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("page");
    json.writeNumberField("from", from);
    json.writeNumberField("rows", rows.size());
    json.writeNumberField("of", whole.rows().size());
    if (cursor.isDefined()) {
      json.writeStringField("next", cursor.get());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static AnswerPageCache.Kept whole(String place, Asked asked, Answer answer) {
    Presentation view = asked.query().presentation();
    String workload = asked.served().workload().name();
    return new AnswerPageCache.Kept(
        place,
        answer.rows(),
        json -> {
          json.writeStringField("workload", workload);
          json.writeStringField("view", view.name());
          json.writeArrayFieldStart("fields");
          for (String field : view.fields()) {
            json.writeString(field);
          }
          json.writeEndArray();
          json.writeFieldName("provenance");
          ProvenanceJson.write(json, answer.provenance());
        });
  }

  private EventSource viewEvents(Route.Call call) throws ProblemException {
    ServedWorkload of = find(call);
    Presentation view = view(of, call);
    int limit = call.parameters().number("limit", 1, MOST_STREAMED_ROWS, STREAMED_ROWS);
    if (call.parameters().value("page").isDefined()) {
      throw new Problem(
              Problem.Kind.UNKNOWN_PARAMETER,
              "a stream has no pages",
              "leave page out, and raise limit to at most " + MOST_STREAMED_ROWS)
          .refusal();
    }
    Asked asked = asked(of, view, call.parameters());
    String key = of.workload().name() + "/" + view.name() + "?" + call.parameters();
    return new EventSource(key, () -> answerEvent(asked, limit));
  }

  private EventSource.Event answerEvent(Asked asked, int limit) {
    String place = asked.served().workload().name() + "/" + asked.query().presentation().name();
    try {
      Answer answer = answer(asked);
      Provenance provenance = answer.provenance();
      AnswerPageCache.Kept whole = whole(place, asked, answer);
      String tag =
          provenance.epoch()
              + " "
              + provenance.definition()
              + " "
              + provenance.reach()
              + provenance.cut()
              + provenance.reference()
              + provenance.missing()
              + provenance.losses().length();
      // A page without a next: the stream tells the whole again instead.
      byte[] json =
          JsonText.of(out -> writePage(out, whole, whole.rows().take(limit), 0, Option.none()));
      return new EventSource.Event(tag, "answer", new String(json, StandardCharsets.UTF_8));
    } catch (ProblemException refusal) {
      return problemEvent(refusal.problem(), place);
    } catch (StoreFailure failure) {
      return problemEvent(Router.problem(failure), place);
    }
  }

  private static EventSource.Event problemEvent(Problem problem, String place) {
    String json =
        StandardCharsets.UTF_8
            .decode(Reply.problem(problem, ROOT + "/workloads/" + place).body())
            .toString();
    return new EventSource.Event(json, "problem", json);
  }
}
