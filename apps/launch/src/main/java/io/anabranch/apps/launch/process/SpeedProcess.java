package io.anabranch.apps.launch.process;

import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.layers.adopt.CoverageInitializer;
import io.anabranch.apps.layers.log.Failures;
import io.anabranch.apps.layers.running.LayerProcess;
import io.anabranch.apps.layers.running.LayerThreads;
import io.anabranch.apps.layers.running.MetricRegistry;
import io.anabranch.apps.layers.running.Worker;
import io.anabranch.apps.layers.speed.DefinitionFold;
import io.anabranch.apps.layers.speed.DefinitionFolds;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.PartitionAssignment;
import io.anabranch.ports.StoreFailure;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.inject.Inject;

/** A speed layer of one workload, which shares the partitions with other such processes. */
public final class SpeedProcess implements LayerProcess {

  private static final Duration FOLLOWED_EVERY = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

  private final CoverageInitializer opening;
  private final Duration linger;
  private final PartitionAssignment assignment;
  private final DefinitionFolds channels;
  private final CountingSpeedViews views;
  private final LogEnds ends;
  private final Map<DefinitionNumber, Map<Partition, Long>> positions = new ConcurrentHashMap<>();
  private final AtomicLong offsets = new AtomicLong();
  private volatile int partitions;

  @Inject
  SpeedProcess(
      WorkloadSetup setup, Layers layers, PartitionAssignment assignment, LayerIntervals periods) {
    LayerPorts ports = layers.ports();
    this.opening = layers.coverage(setup);
    this.linger = periods.linger();
    this.views = new CountingSpeedViews(ports.speed());
    this.ends = new LogEnds(ports.log(), () -> folded().keySet());
    this.assignment = assignment;
    this.channels = layers.over(ports.withSpeed(views)).speed(this::share, readable -> {});
  }

  private Set<Partition> share(Set<Partition> all) throws StoreFailure {
    TreeSet<Partition> mine = new TreeSet<>(all);
    mine.retainAll(assignment.mine());
    partitions = mine.size();
    return mine;
  }

  @Override
  public void start(LayerThreads threads) throws StoreFailure {
    opening.open();
    threads.run("follower", Worker.Task.every(FOLLOWED_EVERY, () -> follow(threads)));
    ends.start(threads);
  }

  private void follow(LayerThreads threads) throws StoreFailure {
    opening.open();
    Failures failures = new Failures();
    failures.catching(channels::follow); // topics that exist are folded all the same
    Map<DefinitionNumber, DefinitionFold> now = new TreeMap<>();
    channels.folds().forEach(channel -> now.put(channel.definition(), channel));
    positions
        .keySet()
        .removeIf(
            number -> {
              boolean isGone = !now.containsKey(number);
              if (isGone) {
                threads.stop(worker(number));
              }
              return isGone;
            });
    now.forEach(
        (number, channel) ->
            positions.computeIfAbsent(
                number,
                n -> {
                  threads.run(worker(n), () -> fold(channel));
                  return Map.of();
                }));
    failures.rethrow();
  }

  private static String worker(DefinitionNumber number) {
    return "speed " + number;
  }

  private Duration fold(DefinitionFold channel) throws StoreFailure {
    long went = channel.step(LONGEST_WAIT);
    offsets.addAndGet(went);
    positions.replace(channel.definition(), channel.positions());
    return went == 0 ? Duration.ZERO : linger;
  }

  /** The next offset of each owned partition, of the definition that is furthest behind. */
  private Map<Partition, Long> folded() {
    Map<Partition, Long> folded = new TreeMap<>();
    positions
        .values()
        .forEach(one -> one.forEach((partition, at) -> folded.merge(partition, at, Math::min)));
    return folded;
  }

  @Override
  public void measure(MetricRegistry measures) {
    measures.counter(
        "speed.offsets",
        "Offsets that this process folded, including offsets without a record",
        offsets::get);
    measures.counter("speed.rows", "Rows that this process wrote", views::written);
    measures.gauge("partitions.owned", "Partitions that this process folds", () -> partitions);
    measures.offsets(
        "partition.folded.offset", "The next offset that this process folds", this::folded);
    ends.measure(measures);
  }

  @Override
  public String describe() {
    return String.format(
        Locale.ROOT, "%,d offsets folded, %d partitions owned", offsets.get(), partitions);
  }
}
