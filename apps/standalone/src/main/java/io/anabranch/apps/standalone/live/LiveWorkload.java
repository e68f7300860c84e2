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

/**
 * A workload that runs: producers send what is generated, and every layer works on a thread of its
 * own over the memory of this process, until it is closed.
 */
public final class LiveWorkload implements ServedWorkload, AutoCloseable {

  private static final int PARTITIONS = 2; // that share nearly all records of a topic

  /** A state is written again with each change of it, so slices are small. */
  private static final int SLICES_PER_PUBLICATION = 8;

  private static final int LEAST_SLICE_BITS = 3;
  private static final int MOST_SLICE_BITS = 16;

  private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

  private static final Duration LINGER = Duration.ofMillis(2); // of producers
  private static final Duration SPEED_LINGER = Duration.ofMillis(2); // writing to memory is cheap

  private static final Duration OVERVIEW_EVERY = Duration.ofMillis(500);
  private static final Duration VALIDATED_EVERY = Duration.ofSeconds(1);
  private static final Duration PROBED_EVERY = Duration.ofMillis(250);
  private static final Duration MEMORY_ASKED_EVERY = Duration.ofSeconds(1);

  /** So long the speed layer may stand still before the end of the log is given up. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** So long an answer may take to cover what the log held when it was asked for. */
  private static final Duration PROBE_PATIENCE = Duration.ofSeconds(10);

  private static final long PROBE_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private static final long AUDITED_AT_ONCE = 1_000;

  /** The auditor rests so many times as long as it works: it gets a fortieth of a processor. */
  private static final long AUDITOR_RESTS_TIMES = 39;

  private static final Duration AUDITOR_WAITS = Duration.ofMillis(200);

  private static final String FULL =
      "nothing is produced while memory is full, since all of the history is kept in it: end the"
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
  private long memoryAskedAt;

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

  /** What a workload runs over: the memory of this process, or servers. */
  @FunctionalInterface
  public interface Environment {

    /** Ports, a way into the log and topics that were made for this run. */
    RunEnvironment take(WorkloadSetup setup, SortedMap<String, Integer> topics) throws StoreFailure;
  }

  /**
   * Where a workload that runs live stands.
   *
   * @param linger how long the speed layer rests after it has written
   */
  public record RunEnvironment(
      LayerPorts ports,
      EventProducer producer,
      SortedMap<String, Topic> topics,
      Duration linger,
      Forgetting forgetting) {

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

  /** The log's way to give up what everybody has; the log may have ways of its own. */
  @FunctionalInterface
  public interface Forgetting {
    void before(Partition partition, long offset) throws StoreFailure;
  }

  /** The memory of this process. */
  public static RunEnvironment inMemory(WorkloadSetup setup, SortedMap<String, Integer> topics) {
    InMemoryEventLog log = new InMemoryEventLog();
    SortedMap<String, Topic> made = new TreeMap<>();
    topics.forEach((name, count) -> made.put(name, log.createTopic(name, count)));
    return RunEnvironment.inMemory(log, made, Faults.NONE);
  }

  /**
   * Opens a workload that ships, after a rehearsal, and lets nothing run yet.
   *
   * @param environment where it runs
   * @param folding where batches are folded
   * @param nonces words that nobody else uses
   * @param crashed is told of a fault of our own, or of what cannot be right and halts a layer, on
   *     the thread that it happened on
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
            new InProcessLayers.Surroundings(folding, nonces, clock, System::nanoTime));
    return new LiveWorkload(layers, settings, crashed);
  }

  /** Slices of which a busy partition closes a few between two publications. */
  static SliceBits slices(LiveSettings settings) {
    double records =
        settings.recordsPerSecond()
            / PARTITIONS
            * settings.every().toMillis()
            / 1000.0
            / SLICES_PER_PUBLICATION;
    int bits = (int) Math.round(Math.log(Math.max(1, records)) / Math.log(2));
    return new SliceBits(Math.max(LEAST_SLICE_BITS, Math.min(bits, MOST_SLICE_BITS)));
  }

  /** Lets everything run. */
  public void start() {
    layers.feed().begin();
    followChannels();
    Duration half = settings.every().dividedBy(2);
    workers.add(layer("archiver", Worker.Task.every(half, this::archive)).start());
    workers.add(layer("publisher", Worker.Task.every(settings.every(), this::handOver)).start());
    workers.add(looker("overview", Worker.Task.every(OVERVIEW_EVERY, this::look)).start());
    workers.add(looker("validation", Worker.Task.every(VALIDATED_EVERY, validation::take)).start());
    workers.add(looker("probe", Worker.Task.every(PROBED_EVERY, this::probe)).start());
    workers.add(looker("auditor", this::audit).start());
    producer.start();
  }

  /** What cannot be right halts a layer, and with it everything that runs here. */
  private Worker layer(String name, Worker.Task turn) {
    return worker(name, Worker.OnCorruption.HALT, turn);
  }

  private Worker looker(String name, Worker.Task turn) {
    return worker(name, Worker.OnCorruption.REPORT, turn);
  }

  private Worker worker(String name, Worker.OnCorruption onCorruption, Worker.Task turn) {
    return new Worker(
        layers.scenario().name() + " " + name, onCorruption, turn, activeFailures, crashed);
  }

  private Duration produce() throws StoreFailure {
    long now = System.nanoTime();
    if (now - memoryAskedAt > MEMORY_ASKED_EVERY.toNanos()) {
      memoryAskedAt = now;
      if (heap.isFull()) {
        layers.feed().rest(MEMORY_ASKED_EVERY.toNanos());
        throw new StoreFailure.Unavailable(FULL);
      }
    }
    long wait = layers.feed().step();
    return Duration.ofNanos(
        wait == 0 ? 0 : Math.max(LINGER.toNanos(), Math.min(wait, LONGEST_WAIT.toNanos())));
  }

  private Duration fold(DefinitionFold channel) throws StoreFailure {
    return channel.step(LONGEST_WAIT) == 0 ? Duration.ZERO : layers.environment().linger();
  }

  private void archive() throws StoreFailure {
    layers.archive();
  }

  private void handOver() throws StoreFailure {
    try {
      layers.handOver();
    } finally {
      followChannels();
    }
  }

  /** Starts a thread for each channel that has none, and ends those of channels that are gone. */
  private void followChannels() {
    for (DefinitionFold channel : layers.channels()) {
      folding.computeIfAbsent(
          channel, c -> layer("speed " + c.definition(), () -> fold(c)).start());
    }
    for (DefinitionFold channel : List.copyOf(folding.keySet())) {
      if (!layers.folds(channel)) {
        Option.of(folding.remove(channel)).forEach(Worker::close);
      }
    }
  }

  /** A few records at a time, and then a rest: there are others who need the processor at once. */
  private Duration audit() {
    long began = System.nanoTime();
    boolean isIdle = auditor.step(AUDITED_AT_ONCE) == 0;
    long took = System.nanoTime() - began;
    return isIdle ? AUDITOR_WAITS : Duration.ofNanos(took * AUDITOR_RESTS_TIMES);
  }

  private void look() throws StoreFailure {
    status = overview.take();
  }

  /** Asks for a row at what the log holds by now, until the answer covers it. */
  private void probe() throws StoreFailure {
    long began = System.nanoTime();
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
    long lookedAt = began;
    while (!isReached(acknowledged) || !isAnswered(query, acknowledged)) {
      if (isEnding) {
        return;
      }
      long now = System.nanoTime();
      if (now - began > PROBE_PATIENCE.toNanos()) {
        throw new StoreFailure.Unavailable(
            "no answer has reached what the log held " + PROBE_PATIENCE.toSeconds() + " s ago");
      }
      LockSupport.parkNanos(Math.max(PROBE_PAUSE_NANOS, now - lookedAt)); // looks half the time
      lookedAt = System.nanoTime();
    }
    answered.record(System.nanoTime() - began);
  }

  /** Whether an answer may cover a vector by now, which is cheaper to ask than the answer. */
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

  /** Lets the producers stop. */
  public void stopProducing() {
    producer.close();
  }

  /** How long records of some workloads took from when they were due until an answer has them. */
  public static Latency visibleTogether(Iterable<LiveWorkload> workloads) {
    return Latencies.together(Vector.ofAll(workloads).map(one -> one.layers.visible()));
  }

  /** How long answers of some workloads took that cover what the log held when asked for. */
  public static Latency answeredTogether(Iterable<LiveWorkload> workloads) {
    return Latencies.together(Vector.ofAll(workloads).map(one -> one.answered));
  }

  /**
   * Lets the producers stop, the speed layer reach the end of the log and all others end; then
   * compares everything that is answered with a recount.
   *
   * @throws StoreFailure.Unavailable if the speed layer does not get on for a while
   */
  public LiveSummary finish() throws StoreFailure, InterruptedException {
    stopProducing();
    isEnding = true;
    workers.forEach(Worker::end);
    workers.forEach(Worker::close);
    reachEnd();
    closeFolding();
    validation.take();
    look();
    FullRecount.Verdict verdict = layers.recount();
    return new LiveSummary(
        status(),
        layers.feed().sent(),
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
      } else if (System.nanoTime() - stuckSince > PATIENCE.toNanos()) {
        throw new StoreFailure.Unavailable(
            layers.scenario().name()
                + " stands still at "
                + folded
                + ", before the log's end "
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
