package io.anabranch.apps.simulation;

import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.layers.serving.Reader;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Provenance;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.Labels;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Presentation.KeyColumn;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads answers and checks their rows against the recount, and their provenance. */
final class CheckedReads {

  private static final List<Layer> LAYERS = List.of(Layer.values());
  private static final int MAX_ROWS_SHOWN = 12;
  private static final List<Bucket> COARSER = List.of(Bucket.MINUTE, Bucket.HOUR, Bucket.DAY);

  /** A query of one presentation and layer. */
  record Question(Presentation presentation, Query query, Layer layer) {
    @Override
    public String toString() {
      return layer
          + " "
          + presentation
          + (query.equal().isEmpty() ? "" : " " + query.equal())
          + query.span().map(span -> " from " + span.from() + " to " + span.to()).getOrElse("")
          + query.by().map(by -> " by " + by.spelling()).getOrElse("");
    }
  }

  private final SimulatedCluster cluster;
  private final FaultInjector injector;
  private final Map<DefinitionSpec, Vector<Presentation>> presentations = new HashMap<>();

  /** The newest epoch of each definition that an answer named; later answers must not be older. */
  private final Map<DefinitionNumber, Long> epochs = new HashMap<>();

  private long count;

  CheckedReads(SimulatedCluster cluster, FaultInjector injector) {
    this.cluster = cluster;
    this.injector = injector;
  }

  /** How many answers were checked. */
  long count() {
    return count;
  }

  /** The presentations of a definition, and one of the stored states of each view. */
  Vector<Presentation> presentations(DefinitionSpec spec) {
    return presentations.computeIfAbsent(spec, this::allOf);
  }

  private Vector<Presentation> allOf(DefinitionSpec spec) {
    Workload<?> workload = cluster.workloadOf(spec);
    List<Presentation> all = new ArrayList<>(workload.presentations());
    for (View<?> view : workload.views()) {
      all.add(statesOf(view));
    }
    all.add(Balance.PRESENTATION);
    return Vector.ofAll(all);
  }

  /** Presents the bytes of the stored states, which differ where presented values may not. */
  private Presentation statesOf(View<?> view) {
    Presentation.Builder builder = Presentation.of(view, "states of " + view);
    view.dimensions().forEach(builder::key);
    if (view.bucket() != Bucket.ALWAYS) {
      builder.time("bucket");
    }
    return builder
        .show("state", state -> Value.of(cluster.ports().codec().encode(view, state).toString()))
        .build();
  }

  /** A question about all rows, or about the row of a random event. */
  Question random(SplittableRandom random) {
    Definition serving = cluster.coverage().servingLane().definition();
    Vector<Presentation> all = presentations(serving.spec());
    Presentation presentation = all.get(random.nextInt(all.size()));
    Layer layer = LAYERS.get(random.nextInt(LAYERS.size()));
    return new Question(presentation, randomQuery(serving.spec(), presentation, random), layer);
  }

  Query randomQuery(DefinitionSpec spec, Presentation presentation, SplittableRandom random) {
    if (random.nextInt(3) == 0) {
      return Query.ALL;
    }
    Query query = Query.ALL;
    if (presentation == Balance.PRESENTATION) {
      Partition partition =
          cluster.history().partitions().get(random.nextInt(cluster.history().partitions().size()));
      return query.with(Map.of("topic", Utf8.of(partition.topic().name())));
    }
    View<?> view = presentation.view();
    Option<RowKey> key = cluster.recount().randomKey(spec, view.name(), random);
    if (key.isEmpty()) {
      return query;
    }
    List<Utf8> dimensions = key.get().dimensions();
    Map<String, Utf8> equal = new TreeMap<>();
    for (KeyColumn column : presentation.key()) {
      if (random.nextInt(2) == 0) {
        if (column instanceof KeyColumn.Dimension dimension) {
          equal.put(column.name(), dimensions.get(dimension.index()));
        } else if (column instanceof KeyColumn.Label label) {
          Labels labels = cluster.labels().after(cluster.referenceEntries());
          equal.put(column.name(), labels.of(label.name(), dimensions.get(label.index())));
        }
      }
    }
    query = query.with(equal);
    if (view.bucket() != Bucket.ALWAYS) {
      long start = key.get().bucketStart();
      if (random.nextInt(3) == 0) {
        long from = start - random.nextInt(2) * 3_600L;
        query = query.within(new Query.Span(from, start + 1 + random.nextInt(7_200)));
      }
      Bucket by = COARSER.get(random.nextInt(COARSER.size()));
      if (random.nextInt(3) == 0 && view.bucket().rollsUpTo(by)) {
        query = query.by(by);
      }
    }
    return query;
  }

  /**
   * Reads an answer and checks it.
   *
   * @param execution of the step that reads; none if no faults are injected
   * @return the V of the answer
   */
  OffsetVector check(
      Option<FaultInjector.Execution> execution,
      Reader reader,
      Question question,
      OffsetVector atLeast)
      throws StoreFailure {
    Query.Fitted fitted = question.query().fit(question.presentation()).get();
    long prefix = cluster.referenceEntries();
    LabelsAt labels = new LabelsAt(cluster.labels().after(prefix), prefix);
    Map<DefinitionNumber, Long> before = new HashMap<>(epochs);
    Lane serving = cluster.coverage().servingLane();
    DefinitionNumber number = serving.definition().number();
    OffsetVector progress = injector.withoutFaults(() -> cluster.ports().progress().read(number));

    Answer answer = reader.answer(fitted, question.layer(), labels, atLeast);

    count++;
    Provenance provenance = answer.provenance();
    cluster.history().capture();
    checkProvenance(question, provenance, atLeast, before, execution);
    if (provenance.definition().equals(number)
        && question.layer() != Layer.BATCH
        && provenance.isExact()) {
      SliceBits slices = serving.definition().spec().sliceBits();
      for (Partition partition : provenance.reach().partitionsWith(progress)) {
        if (provenance.reach().at(partition) < slices.floor(progress.at(partition))) {
          throw wrongAnswer(
              question,
              provenance,
              "V is behind the slice of the earlier progress " + progress,
              Vector.empty());
        }
      }
    }
    checkRows(question, fitted, labels, answer);
    return provenance.reach();
  }

  private void checkProvenance(
      Question question,
      Provenance provenance,
      OffsetVector atLeast,
      Map<DefinitionNumber, Long> before,
      Option<FaultInjector.Execution> execution) {
    for (Loss loss : provenance.losses()) {
      if (!cluster.history().occurred(loss)
          || loss.closedAt().exists(end -> provenance.reach().at(loss.partition()) > end)) {
        throw wrongAnswer(
            question,
            provenance,
            "it reports a loss that did not occur, or reaches behind one: " + loss,
            Vector.empty());
      }
    }
    if (!provenance.origin().equals(cluster.origin())) {
      throw wrongAnswer(
          question, provenance, "its origin should be " + cluster.origin(), Vector.empty());
    }
    if (!provenance.cut().covers(provenance.origin())
        || !provenance.reach().covers(provenance.cut())) {
      throw wrongAnswer(
          question,
          provenance,
          "V is behind the cut, or the cut behind the origin",
          Vector.empty());
    }
    if (!cluster.history().end().covers(provenance.reach())) {
      throw wrongAnswer(
          question,
          provenance,
          "V is past the end of the log " + cluster.history().end(),
          Vector.empty());
    }
    if (provenance.epoch() < before.getOrDefault(provenance.definition(), 0L)) {
      throw wrongAnswer(
          question,
          provenance,
          "an earlier answer had epoch " + before.get(provenance.definition()),
          Vector.empty());
    }
    epochs.merge(provenance.definition(), provenance.epoch(), Math::max);
    boolean isShort = !provenance.reach().covers(atLeast);
    boolean hasFailed = execution.exists(FaultInjector.Execution::hasFailed);
    boolean isExplained =
        provenance
            .missing()
            .forAll(
                reason ->
                    (isShort && reason.contains(atLeast.toString()))
                        || (hasFailed && reason.startsWith("the speed layer cannot be read")));
    if (!isExplained || (isShort && provenance.isExact())) {
      throw wrongAnswer(
          question,
          provenance,
          "V "
              + atLeast
              + " was demanded; the answer says it lacks: "
              + provenance.missing().mkString("; "),
          Vector.empty());
    }
  }

  private void checkRows(Question question, Query.Fitted fitted, LabelsAt labels, Answer answer) {
    Provenance provenance = answer.provenance();
    OffsetVector from = provenance.layer() == Layer.SPEED ? provenance.cut() : provenance.origin();
    OffsetVector to = provenance.layer() == Layer.BATCH ? provenance.cut() : provenance.reach();
    List<Row> found = answer.rows().asJava();
    List<Row> expected = List.of();
    for (DefinitionSpec spec : cluster.specsOf(provenance.definition())) {
      expected =
          cluster.recount().rows(spec, provenance.losses(), fitted, labels.labels(), from, to);
      if (expected.equals(found)) {
        return;
      }
    }
    throw wrongAnswer(
        question, provenance, "its rows differ from the recount", difference(expected, found));
  }

  private static Vector<String> difference(List<Row> expected, List<Row> found) {
    List<Row> missing = expected.stream().filter(row -> !found.contains(row)).toList();
    List<Row> extra = found.stream().filter(row -> !expected.contains(row)).toList();
    List<String> lines = new ArrayList<>();
    missing.forEach(row -> lines.add("expected " + describe(row)));
    if (missing.isEmpty() && !extra.isEmpty()) {
      lines.add("expected no further rows");
    }
    extra.forEach(row -> lines.add("found    " + describe(row)));
    if (!missing.isEmpty() && extra.isEmpty()) {
      lines.add("found    no such row");
    }
    if (lines.isEmpty()) {
      lines.add("the rows are the same in another order");
    }
    int more = lines.size() - MAX_ROWS_SHOWN;
    Vector<String> shown = Vector.ofAll(lines).take(MAX_ROWS_SHOWN);
    return more > 0 ? shown.append("and " + more + " more rows") : shown;
  }

  private static String describe(Row row) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < row.fields().size(); i++) {
      fields.add(row.fields().get(i) + "=" + row.values().get(i));
    }
    return fields.stream().collect(Collectors.joining(" "));
  }

  private static Violation.Found wrongAnswer(
      Question question, Provenance provenance, String description, Vector<String> details) {
    return new Violation.Found(
        new Violation(
            Violation.Kind.WRONG_ANSWER,
            question + ": " + description,
            details.append(
                "answered by definition "
                    + provenance.definition()
                    + ", epoch "
                    + provenance.epoch()
                    + ", origin "
                    + provenance.origin()
                    + ", cut "
                    + provenance.cut()
                    + ", V "
                    + provenance.reach()
                    + (provenance.isExact()
                        ? ""
                        : ", incomplete: " + provenance.missing().mkString("; ")))));
  }
}
