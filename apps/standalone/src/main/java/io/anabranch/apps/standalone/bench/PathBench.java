package io.anabranch.apps.standalone.bench;

import io.anabranch.apps.ingest.generate.Generator;
import io.anabranch.apps.ingest.generate.GeneratorSettings;
import io.anabranch.apps.ingest.generate.Generators;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.LayerSettings;
import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.layers.adopt.CoverageInitializer;
import io.anabranch.apps.layers.running.LayerThreads;
import io.anabranch.apps.layers.running.Worker;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.layers.speed.DefinitionFold;
import io.anabranch.apps.layers.speed.DefinitionFolds;
import io.anabranch.apps.standalone.latency.Latencies;
import io.anabranch.apps.standalone.latency.VisibilityLatency;
import io.anabranch.apps.standalone.live.FullRecount;
import io.anabranch.apps.standalone.live.LiveWorkload;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.StoreFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Measures the path of records from a producer through the log and the speed layer to a reader, at
 * sustained rates. Producer, speed layer and reader run in this process; the environment determines
 * where the log and the stores run.
 */
public final class PathBench {

  private static final Duration MAX_WAIT = Duration.ofMillis(200);

  /** Records that become due within this time are sent together. */
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Poll interval of the reader. Measured visibility is too high by this much at most. */
  private static final Duration READ_INTERVAL = Duration.ofMillis(10);

  /** How long to wait for progress while draining the log after a run. */
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(60);

  private final WorkloadSetup setup;
  private final Generator generator;
  private final LiveWorkload.RunEnvironment environment;
  private final Clock clock;
  private final BooleanSupplier isEnding;
  private final Map<String, ProcessHandle> processes;
  private final DefinitionFolds speed;
  private final DefinitionNumber definition;
  private final Layers layers;
  private final CoverageInitializer coverage;
  private volatile OffsetVector readable = OffsetVector.ZERO;
  private volatile VisibilityLatency visibility =
      new VisibilityLatency(new Latencies(), System::nanoTime);
  private long sent;

  /**
   * A bench of a workload that has no records yet.
   *
   * @param processes by name, the processes whose processor time is measured
   * @param recordsPerStep maximum number of records of a partition that the speed layer folds
   *     before it writes
   * @param isEnding whether to stop early
   */
  public PathBench(
      WorkloadSetup setup,
      GeneratorSettings generated,
      LiveWorkload.Environment environment,
      int recordsPerStep,
      Map<String, ProcessHandle> processes,
      Clock clock,
      BooleanSupplier isEnding)
      throws StoreFailure {
    this.setup = setup;
    this.generator = Generators.demand(setup.factory(), generated);
    this.environment = environment.take(setup, generator.topics());
    this.clock = clock;
    this.isEnding = isEnding;
    this.processes = Map.copyOf(processes);
    LayerPorts ports = this.environment.ports();
    this.layers =
        new Layers(
            setup.factory(), ports, LayerSettings.DEFAULTS.withRecordsPerStep(recordsPerStep));
    this.coverage = layers.coverage(setup);
    coverage.open();
    this.definition = ports.ledger().read(setup.name()).get().serving();
    this.speed = layers.speed(all -> all, reach -> {});
  }

  /** Starts the speed layer and the reader. */
  public void start(LayerThreads threads) throws StoreFailure {
    speed.follow();
    for (DefinitionFold fold : speed.folds()) {
      threads.run("speed", () -> step(fold));
    }
    threads.run("reader", Worker.Task.every(READ_INTERVAL, this::pollProgress));
  }

  private Duration step(DefinitionFold fold) throws StoreFailure {
    return fold.step(MAX_WAIT) == 0 ? Duration.ZERO : environment.linger();
  }

  private void pollProgress() throws StoreFailure {
    OffsetVector reach = environment.ports().progress().read(definition);
    readable = reach;
    visibility.recordReadable(reach);
  }

  /** Sends records at a rate: first for the warm-up, then for the time that is measured. */
  public BenchResult run(double rate, Duration warmUp, Duration measured) throws StoreFailure {
    Latencies visible = new Latencies();
    Latencies acknowledged = new Latencies();
    VisibilityLatency measuring = new VisibilityLatency(visible, System::nanoTime);
    visibility = measuring;
    SteadyLoad load =
        new SteadyLoad(
            generator,
            environment.producer(),
            environment.topics(),
            measuring,
            acknowledged,
            clock,
            System::nanoTime,
            rate,
            warmUp);
    send(load, warmUp);
    SortedMap<String, Duration> before = cpuTimes();
    long start = System.nanoTime();
    send(load, measured);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    SortedMap<String, Duration> cpu = cpuTimes();
    cpu.replaceAll((process, after) -> after.minus(before.getOrDefault(process, Duration.ZERO)));
    sent += load.sent();
    long overdue = load.overdue();
    long unread = unread(end(setup.topics()));
    drain();
    return new BenchResult(
        rate, took, acknowledged.summary(), visible.summary(), overdue, unread, cpu);
  }

  private void send(SteadyLoad load, Duration time) throws StoreFailure {
    long until = System.nanoTime() + time.toNanos();
    while (!isEnding.getAsBoolean() && System.nanoTime() - until < 0) {
      long wait = load.step();
      if (wait > 0) {
        LockSupport.parkNanos(Math.max(LINGER_NANOS, wait));
      }
    }
  }

  private SortedMap<String, Duration> cpuTimes() {
    SortedMap<String, Duration> cpuTimes = new TreeMap<>();
    processes.forEach(
        (name, process) ->
            process.info().totalCpuDuration().ifPresent(cpu -> cpuTimes.put(name, cpu)));
    return cpuTimes;
  }

  private OffsetVector end(List<String> topics) throws StoreFailure {
    Map<Partition, Long> ends = new TreeMap<>();
    for (String topic : topics) {
      for (Partition partition : environment.ports().log().partitions(topic)) {
        ends.put(partition, environment.ports().log().bounds(partition).to());
      }
    }
    return OffsetVector.of(ends);
  }

  private long unread(OffsetVector end) {
    OffsetVector reach = readable;
    return end.partitions().stream()
        .mapToLong(partition -> Math.max(0, end.at(partition) - reach.at(partition)))
        .sum();
  }

  private void drain() throws StoreFailure {
    OffsetVector end = end(setup.topics());
    OffsetVector before = readable;
    long since = System.nanoTime();
    while (unread(end) > 0 && !isEnding.getAsBoolean()) {
      if (!readable.equals(before)) {
        before = readable;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > DRAIN_TIMEOUT.toNanos()) {
        throw new StoreFailure.Unavailable(
            setup.name()
                + " makes no progress: readable up to "
                + readable
                + ", log ends at "
                + end);
      }
      LockSupport.parkNanos(LINGER_NANOS);
    }
  }

  /** Compares all answers with a recount, and the log with the number of records sent. */
  public FullRecount.Verdict check() throws StoreFailure {
    coverage.followReference();
    FullRecount.Verdict verdict =
        FullRecount.of(
            layers.serving(this::labels, clock),
            environment.ports().log(),
            environment.ports().archive());
    OffsetVector end = end(setup.allTopics());
    long held = end.partitions().stream().mapToLong(end::at).sum();
    return held >= sent
        ? verdict
        : new FullRecount.Verdict(
            verdict.rows(),
            verdict
                .differences()
                .append("the log holds " + held + " records but acknowledged " + sent));
  }

  private LabelsAt labels() {
    return coverage.reference().labels();
  }

  /** Number of records that the log has acknowledged. */
  public long sent() {
    return sent;
  }
}
