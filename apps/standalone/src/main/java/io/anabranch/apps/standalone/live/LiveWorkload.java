package io.anabranch.apps.standalone.live;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.http.status.Latency;
import io.anabranch.apps.http.status.LiveStatus;
import io.anabranch.apps.http.status.Overview;
import io.anabranch.apps.http.status.ServedWorkload;
import io.anabranch.apps.http.status.ValidationView;
import io.anabranch.apps.ingest.generate.Generator;
import io.anabranch.apps.ingest.generate.GeneratorSettings;
import io.anabranch.apps.ingest.generate.Generators;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.layers.audit.Auditor;
import io.anabranch.apps.layers.running.ActiveFailures;
import io.anabranch.apps.layers.running.Worker;
import io.anabranch.apps.layers.speed.DefinitionFold;
import io.anabranch.apps.standalone.latency.Latencies;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.log.Topic;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.EventProducer;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A running workload: producers send generated records, each layer runs on its own thread. */
public final class LiveWorkload implements ServedWorkload, AutoCloseable {

  private static final int PARTITIONS = 2; // nearly all records of a topic are in two

  /** Each change of a state rewrites it, so slices are small. */
  private static final int SLICES_PER_PUBLICATION = 8;

  private static final int MIN_SLICE_BITS = 3;
  private static final int MAX_SLICE_BITS = 16;

  private static final Duration MAX_WAIT = Duration.ofMillis(100);

  private static final Duration LINGER = Duration.ofMillis(2); // of producers
  private static final Duration SPEED_LINGER = Duration.ofMillis(2); // writing to memory is cheap

  private static final Duration OVERVIEW_INTERVAL = Duration.ofMillis(500);
  private static final Duration VALIDATION_INTERVAL = Duration.ofSeconds(1);
  private static final Duration PROBE_INTERVAL = Duration.ofMillis(250);
  private static final Duration MEMORY_CHECK_INTERVAL = Duration.ofSeconds(1);

  /** How long finish() waits for progress of the speed layer. */
  private static final Duration FINISH_TIMEOUT = Duration.ofSeconds(30);

  /** How long an answer may take to cover the end of the log as of the request. */
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

  private static final long PROBE_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private static final long AUDIT_BUDGET = 1_000;

  /** The auditor idles 39 times as long as it works, so it uses 1/40 of a processor. */
  private static final long AUDITOR_IDLE_FACTOR = 39;

  private static final Duration AUDITOR_POLL_INTERVAL = Duration.ofMillis(200);

  private static final String FULL =
      "memory is full: producers are paused, because the demo keeps all records in memory; end the"
          + " demo, or give it more with ANABRANCH_JAVA_OPTS=-Xmx4g";

  private final InProcessLayers layers;
  private final LiveSettings settings;
  private final ValidationView validation;
  private final Auditor auditor;
  private final Overview overview;
  private final ActiveFailures activeFailures = new ActiveFailures();
  private final Latencies answered = new Latencies();
  private final HeapWatch heap;
  private final Consumer<Throwable> crashed;
  private final Worker producer;
  private final ConcurrentLinkedQueue<Worker> workers = new ConcurrentLinkedQueue<>();
  private final Map<DefinitionFold, Worker> folding =
      new ConcurrentSkipListMap<>(Comparator.comparing(DefinitionFold::definition));
  private volatile LiveStatus status;
  private volatile boolean isEnding;
  private long memoryCheckedAt;

  private LiveWorkload(InProcessLayers layers, LiveSettings settings, Consumer<Throwable> crashed)
      throws StoreFailure {
    this.layers = layers;
    this.settings = settings;
    this.crashed = crashed;
    this.validation = layers.newValidation();
    this.auditor = layers.newAuditor();
    this.overview = layers.newOverview(validation, activeFailures, auditor::report);
    this.heap = new HeapWatch(settings.fullMemory());
    this.status = overview.take();
    this.producer = layer("producer", this::produce);
  }

  /** Creates the environment of a run: the memory of this process, or servers. */
  @FunctionalInterface
  public interface Environment {

    /** Ports, a producer, and topics created for this run. */
    RunEnvironment take(WorkloadSetup setup, SortedMap<String, Integer> topics) throws StoreFailure;
  }

  /**
   * The environment of a live workload.
   *
   * @param linger how long the speed layer waits after it has written
   */
  public record RunEnvironment(
      LayerPorts ports,
      EventProducer producer,
      SortedMap<String, Topic> topics,
      Duration linger,
      LogTruncation truncation) {

    static RunEnvironment inMemory(
        InMemoryEventLog log, SortedMap<String, Topic> topics, Faults faults) {
      return new RunEnvironment(
          LayerPorts.inMemory(log, faults, new WireStateCodec()),
          log,
          topics,
          SPEED_LINGER,
          log::advanceStart);
    }
  }

  /** Deletes archived and published records; does nothing if the log has its own retention. */
  @FunctionalInterface
  public interface LogTruncation {
    void deleteBefore(Partition partition, long offset) throws StoreFailure;
  }

  /** An environment in the memory of this process. */
  public static RunEnvironment inMemory(WorkloadSetup setup, SortedMap<String, Integer> topics) {
    InMemoryEventLog log = new InMemoryEventLog();
    SortedMap<String, Topic> created = new TreeMap<>();
    topics.forEach((name, count) -> created.put(name, log.createTopic(name, count)));
    return RunEnvironment.inMemory(log, created, Faults.NONE);
  }

  /**
   * Opens a workload after a warm-up, without starting it.
   *
   * @param environment where it runs
   * @param folding threads that fold batches
   * @param nonces unique strings
   * @param crashed receives an internal error, or corrupt data that halts a layer, on the thread on
   *     which it occurred
   * @throws IllegalArgumentException if nothing generates input for the workload
   */
  public static LiveWorkload open(
      WorkloadFactory workload,
      LiveSettings settings,
      Environment environment,
      ExecutorService folding,
      Supplier<String> nonces,
      Clock clock,
      Consumer<Throwable> crashed)
      throws StoreFailure {
    WarmUp.of(workload, settings, folding, nonces, clock);
    Generator generator =
        Generators.demand(
            workload,
            new GeneratorSettings(
                settings.seed(),
                settings.start(),
                settings.recordsPerSecond() / settings.speedUp()));
    Scenario scenario = Scenario.of(workload, slices(settings));
    RunEnvironment runEnvironment = environment.take(scenario.setup(), generator.topics());
    InProcessLayers layers =
        InProcessLayers.open(
            scenario,
            generator,
            settings.speedUp(),
            runEnvironment,
            new InProcessLayers.ProcessResources(folding, nonces, clock, System::nanoTime));
    return new LiveWorkload(layers, settings, crashed);
  }

  /** Slices so small that a busy partition closes several between two publications. */
  static SliceBits slices(LiveSettings settings) {
    double records =
        settings.recordsPerSecond()
            / PARTITIONS
            * settings.every().toMillis()
            / 1000.0
            / SLICES_PER_PUBLICATION;
    int bits = (int) Math.round(Math.log(Math.max(1, records)) / Math.log(2));
    return new SliceBits(Math.max(MIN_SLICE_BITS, Math.min(bits, MAX_SLICE_BITS)));
  }

  /** Starts all layers and the producers. */
  public void start() {
    layers.producer().begin();
    followFolds();
    Duration half = settings.every().dividedBy(2);
    workers.add(layer("archiver", Worker.Task.every(half, this::archive)).start());
    workers.add(layer("publisher", Worker.Task.every(settings.every(), this::handOver)).start());
    workers.add(
        observer("overview", Worker.Task.every(OVERVIEW_INTERVAL, this::refreshStatus)).start());
    workers.add(
        observer("validation", Worker.Task.every(VALIDATION_INTERVAL, validation::take)).start());
    workers.add(observer("probe", Worker.Task.every(PROBE_INTERVAL, this::probe)).start());
    workers.add(observer("auditor", this::audit).start());
    producer.start();
  }

  /** Corrupt data halts a layer, and with it the whole run. */
  private Worker layer(String name, Worker.Task task) {
    return worker(name, Worker.OnCorruption.HALT, task);
  }

  private Worker observer(String name, Worker.Task task) {
    return worker(name, Worker.OnCorruption.REPORT, task);
  }

  private Worker worker(String name, Worker.OnCorruption onCorruption, Worker.Task task) {
    return new Worker(
        layers.scenario().name() + " " + name, onCorruption, task, activeFailures, crashed);
  }

  private Duration produce() throws StoreFailure {
    long now = System.nanoTime();
    if (now - memoryCheckedAt > MEMORY_CHECK_INTERVAL.toNanos()) {
      memoryCheckedAt = now;
      if (heap.isFull()) {
        layers.producer().pauseFor(MEMORY_CHECK_INTERVAL.toNanos());
        throw new StoreFailure.Unavailable(FULL);
      }
    }
    long wait = layers.producer().step();
    return Duration.ofNanos(
        wait == 0 ? 0 : Math.max(LINGER.toNanos(), Math.min(wait, MAX_WAIT.toNanos())));
  }

  private Duration step(DefinitionFold fold) throws StoreFailure {
    return fold.step(MAX_WAIT) == 0 ? Duration.ZERO : layers.environment().linger();
  }

  private void archive() throws StoreFailure {
    layers.archive();
  }

  private void handOver() throws StoreFailure {
    try {
      layers.handOver();
    } finally {
      followFolds();
    }
  }

  /** Starts a thread for each new fold, and ends the threads of folds that are gone. */
  private void followFolds() {
    for (DefinitionFold fold : layers.folds()) {
      folding.computeIfAbsent(
          fold, started -> layer("speed " + started.definition(), () -> step(started)).start());
    }
    for (DefinitionFold fold : List.copyOf(folding.keySet())) {
      if (!layers.isFolding(fold)) {
        Option.of(folding.remove(fold)).forEach(Worker::close);
      }
    }
  }

  /** Audits a few records, then idles, because other layers need the processor. */
  private Duration audit() {
    long start = System.nanoTime();
    boolean isIdle = auditor.step(AUDIT_BUDGET) == 0;
    long took = System.nanoTime() - start;
    return isIdle ? AUDITOR_POLL_INTERVAL : Duration.ofNanos(took * AUDITOR_IDLE_FACTOR);
  }

  private void refreshStatus() throws StoreFailure {
    status = overview.take();
  }

  /** Measures how long it takes until an answer covers the current end of the log. */
  private void probe() throws StoreFailure {
    long start = System.nanoTime();
    OffsetVector acknowledged = layers.serving().logEnd();
    Partition first = layers.serving().partitions().get(0);
    Query.Fitted query =
        Query.ALL
            .with(
                Map.of(
                    "topic", Utf8.of(first.topic().name()),
                    "partition", Utf8.of(Integer.toString(first.number()))))
            .fit(Balance.PRESENTATION)
            .get();
    long askedAt = start;
    while (!isReached(acknowledged) || !isAnswered(query, acknowledged)) {
      if (isEnding) {
        return;
      }
      long now = System.nanoTime();
      if (now - start > PROBE_TIMEOUT.toNanos()) {
        throw new StoreFailure.Unavailable(
            "no answer covers what the log held " + PROBE_TIMEOUT.toSeconds() + " s ago");
      }
      LockSupport.parkNanos(
          Math.max(PROBE_PAUSE_NANOS, now - askedAt)); // waits as long as the last check took
      askedAt = System.nanoTime();
    }
    answered.record(System.nanoTime() - start);
  }

  /** Whether an answer could cover a vector by now; cheaper than an answer. */
  private boolean isReached(OffsetVector acknowledged) throws StoreFailure {
    Lane lane = layers.serving().coverage().servingLane();
    return layers
        .ports()
        .progress()
        .read(lane.definition().number())
        .max(lane.cut())
        .covers(acknowledged);
  }

  private boolean isAnswered(Query.Fitted query, OffsetVector acknowledged) throws StoreFailure {
    return layers
        .serving()
        .reader()
        .answer(query, Layer.MERGED, layers.labels(), acknowledged)
        .provenance()
        .isExact();
  }

  /** Stops the producers. */
  public void stopProducing() {
    producer.close();
  }

  /** Time from when records were due until answers cover them, over several workloads. */
  public static Latency visibleCombined(Iterable<LiveWorkload> workloads) {
    return Latencies.combined(Vector.ofAll(workloads).map(one -> one.layers.visible()));
  }

  /** Time until answers cover the end of the log as of the request, over several workloads. */
  public static Latency answeredCombined(Iterable<LiveWorkload> workloads) {
    return Latencies.combined(Vector.ofAll(workloads).map(one -> one.answered));
  }

  /**
   * Stops the producers and the other layers, lets the speed layer reach the end of the log, and
   * compares all answers with a recount.
   *
   * @throws StoreFailure.Unavailable if the speed layer makes no progress for 30 seconds
   */
  public LiveSummary finish() throws StoreFailure, InterruptedException {
    stopProducing();
    isEnding = true;
    workers.forEach(Worker::end);
    workers.forEach(Worker::close);
    reachEnd();
    closeFolding();
    validation.take();
    refreshStatus();
    FullRecount.Verdict verdict = layers.recount();
    return new LiveSummary(
        status(),
        layers.producer().sent(),
        layers.batch().republications(),
        layers.batch().switches(),
        answered.summary(),
        activeFailures.count(),
        verdict.rows(),
        verdict.differences().prependAll(validation.disagreements()));
  }

  private void reachEnd() throws StoreFailure, InterruptedException {
    OffsetVector end = layers.serving().logEnd();
    OffsetVector before = OffsetVector.ZERO;
    long stuckSince = System.nanoTime();
    while (true) {
      OffsetVector folded = layers.ports().progress().read(layers.serving().coverage().serving());
      if (folded.covers(end)) {
        return;
      }
      if (!folded.equals(before)) {
        before = folded;
        stuckSince = System.nanoTime();
      } else if (System.nanoTime() - stuckSince > FINISH_TIMEOUT.toNanos()) {
        throw new StoreFailure.Unavailable(
            layers.scenario().name()
                + " makes no progress: folded up to "
                + folded
                + ", log ends at "
                + end
                + ": "
                + activeFailures.describe().mkString("; "));
      }
      LockSupport.parkNanos(LINGER.toNanos());
    }
  }

  @Override
  public Workload<?> workload() {
    return layers.serving().workload();
  }

  @Override
  public Answer answer(Query.Fitted query, Layer layer, OffsetVector atLeast) throws StoreFailure {
    return layers.serving().answer(query, layer, atLeast);
  }

  @Override
  public LiveStatus status() {
    return status.with(auditor.report(), activeFailures.describe());
  }

  @Override
  public void close() {
    isEnding = true;
    producer.close();
    workers.forEach(Worker::end);
    workers.forEach(Worker::close);
    closeFolding();
  }

  private void closeFolding() {
    folding.values().forEach(Worker::end);
    folding.values().forEach(Worker::close);
  }
}
