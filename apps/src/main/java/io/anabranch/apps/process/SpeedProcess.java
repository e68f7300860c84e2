package io.anabranch.apps.process;

import io.anabranch.apps.running.Crew;
import io.anabranch.apps.running.Worker;
import io.anabranch.apps.speed.SpeedChannel;
import io.anabranch.apps.speed.SpeedChannels;
import io.anabranch.apps.wiring.Ports;
import io.anabranch.apps.wiring.WorkloadSetup;
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
import java.util.concurrent.atomic.AtomicLong;
import javax.inject.Inject;

/** A speed layer of one workload, which shares the partitions with others like it. */
public final class SpeedProcess implements LayerProcess {

  private static final Duration FOLLOWED_EVERY = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

  private final Opening opening;
  private final Duration breath;
  private final PartitionAssignment assignment;
  private final SpeedChannels channels;
  private final Map<DefinitionNumber, Worker> folding = new TreeMap<>();
  private final AtomicLong offsets = new AtomicLong();
  private volatile int partitions;

  @Inject
  SpeedProcess(WorkloadSetup setup, Ports ports, PartitionAssignment assignment, Periods periods) {
    this.opening = new Opening(setup, ports);
    this.breath = periods.breath();
    this.assignment = assignment;
    this.channels =
        new SpeedChannels(
            setup.factory(), ports, this::share, periods.recordsPerStep(), readable -> {});
  }

  private Set<Partition> share(Set<Partition> all) throws StoreFailure {
    TreeSet<Partition> mine = new TreeSet<>(all);
    mine.retainAll(assignment.mine());
    partitions = mine.size();
    return mine;
  }

  @Override
  public void start(Crew crew) throws StoreFailure {
    opening.open();
    crew.every("follower", () -> follow(crew), FOLLOWED_EVERY);
  }

  private void follow(Crew crew) throws StoreFailure {
    opening.open();
    channels.follow();
    Map<DefinitionNumber, SpeedChannel> now = new TreeMap<>();
    channels.channels().forEach(channel -> now.put(channel.definition(), channel));
    folding
        .entrySet()
        .removeIf(
            one -> {
              boolean isGone = !now.containsKey(one.getKey());
              if (isGone) {
                crew.dismiss(one.getValue());
              }
              return isGone;
            });
    now.forEach(
        (number, channel) ->
            folding.computeIfAbsent(number, n -> crew.turns("speed " + n, () -> fold(channel))));
  }

  private Duration fold(SpeedChannel channel) throws StoreFailure {
    long went = channel.step(LONGEST_WAIT);
    offsets.addAndGet(went);
    return went == 0 ? Duration.ZERO : breath;
  }

  @Override
  public String words() {
    return String.format(
        Locale.ROOT, "%,d offsets folded, %d partitions owned", offsets.get(), partitions);
  }
}
