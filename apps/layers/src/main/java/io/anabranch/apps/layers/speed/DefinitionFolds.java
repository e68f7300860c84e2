package io.anabranch.apps.layers.speed;

import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.Progress;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A channel for each definition that the coverage has a lane for: the one that serves, and one that
 * is to serve once its lane has a cut as far as the other's, so that it starts there. One that
 * stands still, because something was lost since, is folded by nobody.
 */
public final class DefinitionFolds {

  /** Which of the partitions are folded here. */
  @FunctionalInterface
  public interface Share {
    Set<Partition> of(Set<Partition> all) throws StoreFailure;
  }

  private final WorkloadFactory factory;
  private final CoverageLedger ledger;
  private final EventLog log;
  private final Progress progress;
  private final Function<Definition, SpeedLayer> engine;
  private final Share share;
  private final Consumer<OffsetVector> readable;
  private final ConcurrentNavigableMap<DefinitionNumber, DefinitionFold> channels =
      new ConcurrentSkipListMap<>();

  /**
   * Folds no definition yet.
   *
   * @param engine makes the speed layer of a definition
   * @param share which of the partitions are folded here
   * @param readable takes how far answers reach, after each step that wrote something
   */
  public DefinitionFolds(
      WorkloadFactory factory,
      CoverageLedger ledger,
      EventLog log,
      Progress progress,
      Function<Definition, SpeedLayer> engine,
      Share share,
      Consumer<OffsetVector> readable) {
    this.factory = factory;
    this.ledger = ledger;
    this.log = log;
    this.progress = progress;
    this.engine = engine;
    this.share = share;
    this.readable = readable;
  }

  /**
   * Looks what there is to fold now: definitions, partitions and the share of them.
   *
   * @throws StoreFailure.Unavailable if a topic is not there; what is there is folded
   */
  public void follow() throws StoreFailure {
    Option<Coverage> read = ledger.read(factory.workload());
    if (read.isEmpty()) {
      return;
    }
    Coverage coverage = read.get();
    channels
        .keySet()
        .removeIf(number -> coverage.lane(number).isEmpty() || coverage.isFrozen(number));
    OffsetVector served = coverage.servingLane().cut();
    Set<String> absent = new TreeSet<>();
    for (Lane lane : coverage.lanes().values()) {
      Definition definition = lane.definition();
      boolean isServing = definition.number().equals(coverage.serving());
      DefinitionFold channel = channels.get(definition.number());
      if (channel == null
          && !coverage.isFrozen(definition.number())
          && (isServing || isAsFar(lane, served))) {
        channel = open(definition);
        channels.put(definition.number(), channel);
      }
      if (channel != null) {
        channel.own(partitions(factory.create(definition.spec()).topics(), absent));
        if (isServing) {
          channel.serve();
        }
      }
    }
    if (!absent.isEmpty()) {
      throw new StoreFailure.Unavailable(
          StoreFailure.Reason.TOPIC_ABSENT, "there is no topic " + String.join(", ", absent));
    }
  }

  /** Whether a lane's cut is where the other's would be in its own slices, or further. */
  private static boolean isAsFar(Lane lane, OffsetVector served) {
    SliceBits slices = lane.definition().spec().sliceBits();
    return served.partitions().stream()
        .allMatch(
            partition ->
                lane.cut().at(partition)
                    >= Math.max(
                        lane.chain().origin().at(partition), slices.floor(served.at(partition))));
  }

  private Set<Partition> partitions(List<String> topics, Set<String> absent) throws StoreFailure {
    Set<Partition> all = new TreeSet<>();
    for (String topic : topics) {
      Set<Partition> there = log.partitions(topic);
      if (there.isEmpty()) {
        absent.add(topic);
      }
      all.addAll(there);
    }
    return share.of(all);
  }

  private DefinitionFold open(Definition definition) {
    return new DefinitionFold(definition.number(), engine.apply(definition), progress, readable);
  }

  /** The channels that fold now. */
  public List<DefinitionFold> channels() {
    return List.copyOf(channels.values());
  }
}
