package io.anabranch.apps.layers.serving;

import io.anabranch.apps.layers.NotStarted;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.StoreFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The layer that answers, by the definition that serves and with the labels of now. */
public final class ServingLayer {

  /** How old the bounds of the log may be that the staleness of an answer is measured by. */
  private static final Duration WATCHED_EVERY = Duration.ofMillis(250);

  private record Serving(DefinitionSpec spec, Workload<?> workload) {}

  private final WorkloadFactory factory;
  private final CoverageLedger ledger;
  private final EventLog log;
  private final Supplier<LabelsAt> labels;
  private final Reader reader;
  private final LogWatch watch;
  private volatile Serving serving;

  /**
   * A layer that answers by the definition that serves now.
   *
   * @param labels asked for at each answer
   * @throws NotStarted if the workload has no coverage
   */
  public ServingLayer(
      WorkloadFactory factory,
      CoverageLedger ledger,
      EventLog log,
      Reader reader,
      Supplier<LabelsAt> labels,
      Clock clock)
      throws StoreFailure {
    this.factory = factory;
    this.ledger = ledger;
    this.log = log;
    this.labels = labels;
    this.serving = serving(coverage().servingLane().definition().spec());
    this.reader = reader;
    this.watch = new LogWatch(log, serving.workload().topics(), clock, WATCHED_EVERY);
  }

  private Serving serving(DefinitionSpec spec) {
    return new Serving(spec, factory.create(spec));
  }

  /** Looks which definition serves now. */
  public void follow() throws StoreFailure {
    DefinitionSpec spec = coverage().servingLane().definition().spec();
    if (!spec.equals(serving.spec())) {
      serving = serving(spec);
    }
  }

  public WorkloadFactory factory() {
    return factory;
  }

  public Reader reader() {
    return reader;
  }

  /** The workload as the definition has it that served at the last look. */
  public Workload<?> workload() {
    return serving.workload();
  }

  public LabelsAt labels() {
    return labels.get();
  }

  /** The rows that a query asks for. */
  public Answer answer(Query.Fitted query, Layer layer, OffsetVector atLeast) throws StoreFailure {
    Answer answer = reader.answer(query, layer, labels(), atLeast);
    return answer.behind(watch.behind(answer.provenance().reach()));
  }

  /**
   * The coverage.
   *
   * @throws NotStarted if there is none
   */
  public Coverage coverage() throws StoreFailure {
    return ledger.read(factory.workload()).getOrElseThrow(() -> new NotStarted(factory.workload()));
  }

  /** The partitions whose records are events. */
  public List<Partition> partitions() throws StoreFailure {
    List<Partition> all = new ArrayList<>();
    for (String topic : workload().topics()) {
      all.addAll(log.partitions(topic));
    }
    return all;
  }

  /** Where the log of each partition ends. */
  public OffsetVector logEnd() throws StoreFailure {
    Map<Partition, Long> ends = new TreeMap<>();
    for (Partition partition : partitions()) {
      ends.put(partition, log.bounds(partition).to());
    }
    return OffsetVector.of(ends);
  }
}
