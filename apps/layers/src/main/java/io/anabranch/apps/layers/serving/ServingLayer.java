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

/** The layer that answers queries, from the serving definition and with the current labels. */
public final class ServingLayer {

  /** The maximum age of the log's bounds that an answer's staleness is measured by. */
  private static final Duration WATCH_INTERVAL = Duration.ofMillis(250);

  private record Serving(DefinitionSpec spec, Workload<?> workload) {}

  private final WorkloadFactory factory;
  private final CoverageLedger ledger;
  private final EventLog log;
  private final Supplier<LabelsAt> labels;
  private final Reader reader;
  private final LogWatch watch;
  private volatile Serving serving;

  /**
   * Creates a layer that answers from the definition that serves now.
   *
   * @param labels supplies the current labels; called for each answer
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
    this.watch = new LogWatch(log, serving.workload().topics(), clock, WATCH_INTERVAL);
  }

  private Serving serving(DefinitionSpec spec) {
    return new Serving(spec, factory.create(spec));
  }

  /** Switches to the definition that serves now. */
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

  /** Returns the workload of the definition that served at the last {@link #follow}. */
  public Workload<?> workload() {
    return serving.workload();
  }

  public LabelsAt labels() {
    return labels.get();
  }

  /** Answers a query. */
  public Answer answer(Query.Fitted query, Layer layer, OffsetVector atLeast) throws StoreFailure {
    Answer answer = reader.answer(query, layer, labels(), atLeast);
    return answer.behind(watch.behind(answer.provenance().reach()));
  }

  /**
   * Returns the coverage.
   *
   * @throws NotStarted if there is none
   */
  public Coverage coverage() throws StoreFailure {
    return ledger.read(factory.workload()).getOrElseThrow(() -> new NotStarted(factory.workload()));
  }

  /** Returns the partitions of events. */
  public List<Partition> partitions() throws StoreFailure {
    List<Partition> all = new ArrayList<>();
    for (String topic : workload().topics()) {
      all.addAll(log.partitions(topic));
    }
    return all;
  }

  /** Returns the end of the log of each partition. */
  public OffsetVector logEnd() throws StoreFailure {
    Map<Partition, Long> ends = new TreeMap<>();
    for (Partition partition : partitions()) {
      ends.put(partition, log.bounds(partition).to());
    }
    return OffsetVector.of(ends);
  }
}
