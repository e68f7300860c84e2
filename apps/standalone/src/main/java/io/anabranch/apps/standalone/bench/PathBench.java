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
 * The way of records from a producer through the log and the speed layer to a reader, at rates that
 * are kept up for a while. Producer, speed layer and reader are this process; the log and the
 * stores are wherever the ground is.
 */
public final class PathBench {

  private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

  /** What comes within it is sent together. */
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** How often the reader looks: a record may be visible so long before it is noticed. */
  private static final Duration LOOKED_EVERY = Duration.ofMillis(10);

  /** So long nothing may become visible at the end of a round. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final WorkloadSetup setup;
  private final Generator generator;
  private final LiveWorkload.RunEnvironment environment;
  private final Clock clock;
  private final BooleanSupplier isEnding;
  private final Map<String, ProcessHandle> processes;
  private final DefinitionFolds speed;
  private final DefinitionNumber definition;
  private final Layers layers;
  private final CoverageInitializer opening;
  private volatile OffsetVector readable = OffsetVector.ZERO;
  private volatile VisibilityLatency departures =
      new VisibilityLatency(new Latencies(), System::nanoTime);
  private long sent;

  /**
   * A workload without records.
   *
   * @param processes whose processor time is told, by their names
   * @param recordsPerStep the most that the speed layer folds of a partition before it writes
   * @param isEnding whether what is under way is to be left
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
    this.opening = layers.coverage(setup);
    opening.open();
    this.definition = ports.ledger().read(setup.name()).get().serving();
    this.speed = layers.speed(all -> all, reach -> {});
  }

  /** Lets the speed layer and the reader work. */
  public void start(LayerThreads threads) throws StoreFailure {
    speed.follow();
    for (DefinitionFold channel : speed.folds()) {
      threads.run("speed", () -> fold(channel));
    }
    threads.run("reader", Worker.Task.every(LOOKED_EVERY, this::look));
  }

  private Duration fold(DefinitionFold channel) throws StoreFailure {
    return channel.step(LONGEST_WAIT) == 0 ? Duration.ZERO : environment.linger();
  }

  private void look() throws StoreFailure {
    OffsetVector now = environment.ports().progress().read(definition);
    readable = now;
    departures.arrived(now);
  }

  /** Sends records at a rate for so long, and tells how they fared. */
  public BenchResult run(double rate, Duration warmUp, Duration measured) throws StoreFailure {
    Latencies visible = new Latencies();
    Latencies acknowledged = new Latencies();
    VisibilityLatency round = new VisibilityLatency(visible, System::nanoTime);
    departures = round;
    SteadyLoad load =
        new SteadyLoad(
            generator,
            environment.producer(),
            environment.topics(),
            round,
            acknowledged,
            clock,
            System::nanoTime,
            rate,
            warmUp);
    send(load, warmUp);
    SortedMap<String, Duration> before = spent();
    long began = System.nanoTime();
    send(load, measured);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    SortedMap<String, Duration> cpu = spent();
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

  private SortedMap<String, Duration> spent() {
    SortedMap<String, Duration> spent = new TreeMap<>();
    processes.forEach(
        (name, process) ->
            process.info().totalCpuDuration().ifPresent(cpu -> spent.put(name, cpu)));
    return spent;
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
      } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
        throw new StoreFailure.Unavailable(
            setup.name() + " stands still at " + readable + ", before the log's end " + end);
      }
      LockSupport.parkNanos(LINGER_NANOS);
    }
  }

  /** Compares all that is answered with a recount, and the log with what was sent. */
  public FullRecount.Verdict check() throws StoreFailure {
    opening.followReference();
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
                .append("the log holds " + held + " records, and acknowledged " + sent));
  }

  private LabelsAt labels() {
    return opening.reference().labels();
  }

  /** How many records the log has acknowledged. */
  public long sent() {
    return sent;
  }
}
