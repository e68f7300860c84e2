package io.anabranch.apps.benchmarks;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.layers.batch.EmbeddedBatchEngine;
import io.anabranch.apps.layers.log.ArchiveBackedLog;
import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.InMemoryBatchViews;
import io.anabranch.ports.inmemory.InMemoryCoverageLedger;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.anabranch.ports.inmemory.InMemoryMasterDataset;
import io.anabranch.ports.inmemory.InMemoryProgress;
import io.anabranch.ports.inmemory.InMemoryRejectedEvents;
import io.anabranch.ports.inmemory.InMemorySpeedViews;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole job of synthetic events over in-memory stores: the batch engine from the master dataset
 * to a segment of 60,000 rows, or the speed layer from the log to speed rows and progress. {@code
 * plain} is the baseline: hand-written code that folds the records into a table and writes nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 4)
@Measurement(iterations = 5)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class EngineBenchmark {

  private static final int RECORDS = 2_000_000;
  private static final int SLICE_BITS = 20;

  /**
   * The job. The number is the number of parts that the batch engine divides the records into, or
   * the maximum number of records in a step of the speed layer.
   */
  @Param({"plain", "batch-1", "batch-2", "speed-1000", "speed-16384", "speed-262144"})
  String job;

  private final InMemoryMasterDataset archive = new InMemoryMasterDataset();
  private final InMemoryEventLog log = new InMemoryEventLog();
  private final Topic topic = log.createTopic(Synthetic.TOPIC, 1);
  private final Partition partition = new Partition(topic, 0);
  private final Definition definition =
      new Definition(
          new DefinitionNumber(1), DefinitionSpec.of(Synthetic.TOPIC, new SliceBits(SLICE_BITS)));
  private List<RecordBatch> batches = List.of();
  private ExecutorService threads;
  private int parameter;

  @Setup
  public void prepare() throws StoreFailure {
    threads = Executors.newFixedThreadPool(2);
    int dash = job.indexOf('-');
    parameter = dash < 0 ? 0 : Integer.parseInt(job.substring(dash + 1));
    batches = Samples.batches(partition, RECORDS, Samples::synthetic);
    for (RecordBatch batch : batches) {
      if (job.startsWith("batch")) {
        archive.append(batch);
      }
      for (int i = 0; i < batch.size() && job.startsWith("speed"); i++) {
        log.append(partition, batch.timestamp(i), batch.key(i), batch.value(i));
      }
    }
    if (!job.equals("plain")) {
      batches = List.of();
    }
  }

  @TearDown
  public void stop() {
    threads.shutdown();
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public Object run() throws StoreFailure {
    if (job.equals("plain")) {
      PlainFold fold = new PlainFold();
      batches.forEach(fold::add);
      return fold;
    }
    return job.startsWith("batch") ? batch() : speed();
  }

  private Object batch() throws StoreFailure {
    InMemoryBatchViews views = new InMemoryBatchViews();
    EmbeddedBatchEngine engine =
        new EmbeddedBatchEngine(
            new Synthetic.Factory(),
            archive,
            views,
            new InMemoryRejectedEvents(),
            new WireStateCodec(),
            threads,
            parameter,
            1_000_000);
    SegmentName name = new SegmentName(definition.number(), 0, "n");
    OffsetVector to = OffsetVector.of(partition, RECORDS);
    return List.of(views, engine.fold(definition, OffsetVector.ZERO, name, OffsetVector.ZERO, to));
  }

  private Object speed() throws StoreFailure {
    InMemorySpeedViews views = new InMemorySpeedViews();
    InMemoryCoverageLedger ledger = new InMemoryCoverageLedger();
    ledger.compareAndSet(Coverage.opening(definition.spec(), OffsetVector.ZERO));
    SpeedLayer layer =
        new SpeedLayer(
            definition,
            Synthetic.average(),
            new ArchiveBackedLog(log, archive),
            ledger,
            new InMemoryProgress(),
            views,
            new InMemoryRejectedEvents(),
            new WireStateCodec(),
            parameter);
    layer.own(partition);
    long records = 0;
    while (records < RECORDS) {
      records += layer.step();
    }
    return views;
  }
}
