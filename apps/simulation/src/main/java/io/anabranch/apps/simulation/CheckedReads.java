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

/** Asks, and holds what is answered to the recount and to what provenance promises. */
final class CheckedReads {

  private static final List<Layer> LAYERS = List.of(Layer.values());
  private static final int MOST_ROWS_TOLD = 12;
  private static final List<Bucket> COARSER = List.of(Bucket.MINUTE, Bucket.HOUR, Bucket.DAY);

  /** What is asked. */
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

  private final SimulatedCluster world;
  private final FaultInjector fate;
  private final Map<DefinitionSpec, Vector<Presentation>> shown = new HashMap<>();

  /** The newest epoch of each definition that an answer named: none goes behind it. */
  private final Map<DefinitionNumber, Long> epochs = new HashMap<>();

  private long count;

  CheckedReads(SimulatedCluster world, FaultInjector fate) {
    this.world = world;
    this.fate = fate;
  }

  /** How many were held to the recount. */
  long count() {
    return count;
  }

  /** Everything that a definition's rows are shown as, and the states behind them. */
  Vector<Presentation> presentations(DefinitionSpec spec) {
    return shown.computeIfAbsent(spec, this::allOf);
  }

  private Vector<Presentation> allOf(DefinitionSpec spec) {
    Workload<?> workload = world.workloadOf(spec);
    List<Presentation> all = new ArrayList<>(workload.presentations());
    for (View<?> view : workload.views()) {
      all.add(statesOf(view));
    }
    all.add(Balance.PRESENTATION);
    return Vector.ofAll(all);
  }

  /** The stored rows themselves: that their bytes are equal says more than that they look so. */
  private Presentation statesOf(View<?> view) {
    Presentation.Builder builder = Presentation.of(view, "states of " + view);
    view.dimensions().forEach(builder::key);
    if (view.bucket() != Bucket.ALWAYS) {
      builder.time("bucket");
    }
    return builder
        .show("state", state -> Value.of(world.codec().encode(view, state).toString()))
        .build();
  }

  /** A question about rows that there are, or all of them. */
  Question random(SplittableRandom random) {
    Definition serving = world.coverage().servingLane().definition();
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
      Partition partition = world.partitions().get(random.nextInt(world.partitions().size()));
      return query.with(Map.of("topic", Utf8.of(partition.topic().name())));
    }
    View<?> view = presentation.view();
    Option<RowKey> key = world.recount().someKey(spec, view.name(), random);
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
          Labels labels = world.labels().after(world.referenceEntries());
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
   * Asks, and checks the answer.
   *
   * @param run of the act that asks; none where nothing fails
   * @return the answer's V
   */
  OffsetVector ask(
      Option<FaultInjector.Run> run, Reader reader, Question question, OffsetVector atLeast)
      throws StoreFailure {
    Query.Fitted fitted = question.query().fit(question.presentation()).get();
    long prefix = world.referenceEntries();
    LabelsAt labels = new LabelsAt(world.labels().after(prefix), prefix);
    Map<DefinitionNumber, Long> before = new HashMap<>(epochs);
    Lane serving = world.coverage().servingLane();
    DefinitionNumber number = serving.definition().number();
    OffsetVector progress = fate.withoutFaults(() -> world.progress().read(number));

    Answer answer = reader.answer(fitted, question.layer(), labels, atLeast);

    count++;
    Provenance told = answer.provenance();
    world.noteRecords();
    checkProvenance(question, told, atLeast, before, run);
    if (told.definition().equals(number) && question.layer() != Layer.BATCH && told.isExact()) {
      SliceBits slices = serving.definition().spec().sliceBits();
      for (Partition partition : told.reach().partitionsWith(progress)) {
        if (told.reach().at(partition) < slices.floor(progress.at(partition))) {
          throw wrong(
              question,
              told,
              "V is behind the slice of the progress " + progress + " that stood before",
              Vector.empty());
        }
      }
    }
    checkRows(question, fitted, labels, answer);
    return told.reach();
  }

  private void checkProvenance(
      Question question,
      Provenance told,
      OffsetVector atLeast,
      Map<DefinitionNumber, Long> before,
      Option<FaultInjector.Run> run) {
    for (Loss loss : told.losses()) {
      if (!world.wasLost(loss)
          || loss.closedAt().exists(end -> told.reach().at(loss.partition()) > end)) {
        throw wrong(question, told, "it names " + loss, Vector.empty());
      }
    }
    if (!told.origin().equals(world.origin())) {
      throw wrong(question, told, "the origin is " + world.origin(), Vector.empty());
    }
    if (!told.cut().covers(told.origin()) || !told.reach().covers(told.cut())) {
      throw wrong(
          question, told, "V is behind the cut, or the cut behind the origin", Vector.empty());
    }
    if (!world.end().covers(told.reach())) {
      throw wrong(question, told, "V is past the end of the log " + world.end(), Vector.empty());
    }
    if (told.epoch() < before.getOrDefault(told.definition(), 0L)) {
      throw wrong(
          question,
          told,
          "an answer before it was of epoch " + before.get(told.definition()),
          Vector.empty());
    }
    epochs.merge(told.definition(), told.epoch(), Math::max);
    boolean isShort = !told.reach().covers(atLeast);
    boolean hasFailed = run.exists(FaultInjector.Run::hasFailed);
    boolean isExplained =
        told.missing()
            .forAll(
                reason ->
                    (isShort && reason.contains(atLeast.toString()))
                        || (hasFailed && reason.startsWith("the speed layer cannot be read")));
    if (!isExplained || (isShort && told.isExact())) {
      throw wrong(
          question,
          told,
          "demanded was V " + atLeast + ", and missing is " + told.missing().mkString("; "),
          Vector.empty());
    }
  }

  private void checkRows(Question question, Query.Fitted fitted, LabelsAt labels, Answer answer) {
    Provenance told = answer.provenance();
    OffsetVector from = told.layer() == Layer.SPEED ? told.cut() : told.origin();
    OffsetVector to = told.layer() == Layer.BATCH ? told.cut() : told.reach();
    List<Row> found = answer.rows().asJava();
    List<Row> expected = List.of();
    for (DefinitionSpec spec : world.specsOf(told.definition())) {
      expected = world.recount().rows(spec, told.losses(), fitted, labels.labels(), from, to);
      if (expected.equals(found)) {
        return;
      }
    }
    throw wrong(question, told, "counted again it is another", difference(expected, found));
  }

  private static Vector<String> difference(List<Row> expected, List<Row> found) {
    List<Row> missing = expected.stream().filter(row -> !found.contains(row)).toList();
    List<Row> extra = found.stream().filter(row -> !expected.contains(row)).toList();
    List<String> lines = new ArrayList<>();
    missing.forEach(row -> lines.add("expected " + describe(row)));
    if (missing.isEmpty() && !extra.isEmpty()) {
      lines.add("expected nothing but what was found beside:");
    }
    extra.forEach(row -> lines.add("found    " + describe(row)));
    if (!missing.isEmpty() && extra.isEmpty()) {
      lines.add("found    nothing in its place");
    }
    if (lines.isEmpty()) {
      lines.add("the rows are the same, in another order");
    }
    int more = lines.size() - MOST_ROWS_TOLD;
    Vector<String> told = Vector.ofAll(lines).take(MOST_ROWS_TOLD);
    return more > 0 ? told.append("and " + more + " rows more") : told;
  }

  private static String describe(Row row) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < row.fields().size(); i++) {
      fields.add(row.fields().get(i) + "=" + row.values().get(i));
    }
    return fields.stream().collect(Collectors.joining(" "));
  }

  private static Violation.Found wrong(
      Question question, Provenance told, String description, Vector<String> details) {
    return new Violation.Found(
        new Violation(
            Violation.Kind.WRONG,
            question + ": " + description,
            details.append(
                "answered by definition "
                    + told.definition()
                    + ", epoch "
                    + told.epoch()
                    + ", origin "
                    + told.origin()
                    + ", cut "
                    + told.cut()
                    + ", V "
                    + told.reach()
                    + (told.isExact() ? "" : ", incomplete: " + told.missing().mkString("; ")))));
  }
}
