package io.anabranch.apps.layers.speed;

import io.anabranch.apps.layers.log.ArchiveBackedLog;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

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
  private final LayerPorts ports;
  private final ArchiveBackedLog retained;
  private final Share share;
  private final int maxRecords;
  private final Consumer<OffsetVector> readable;
  private final ConcurrentNavigableMap<DefinitionNumber, DefinitionFold> channels =
      new ConcurrentSkipListMap<>();

  /**
   * No channel yet.
   *
   * @param maxRecords the most that one step takes of a partition
   * @param readable is told how far answers reach, after each step that went on
   */
  public DefinitionFolds(
      WorkloadFactory factory,
      LayerPorts ports,
      Share share,
      int maxRecords,
      Consumer<OffsetVector> readable) {
    this.factory = factory;
    this.ports = ports;
    this.retained = new ArchiveBackedLog(ports.log(), ports.archive());
    this.share = share;
    this.maxRecords = maxRecords;
    this.readable = readable;
  }

  /**
   * Looks what there is to fold now: definitions, partitions and the share of them.
   *
   * @throws StoreFailure.Unavailable if a topic is not there; what is there is folded
   */
  public void follow() throws StoreFailure {
    Option<Coverage> read = ports.ledger().read(factory.workload());
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
          "there is no topic " + String.join(", ", absent) + ": 'anabranch ingest' makes it");
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
      Set<Partition> there = ports.log().partitions(topic);
      if (there.isEmpty()) {
        absent.add(topic);
      }
      all.addAll(there);
    }
    return share.of(all);
  }

  private DefinitionFold open(Definition definition) {
    Workload<?> workload = factory.create(definition.spec());
    SpeedLayer layer =
        new SpeedLayer(
            definition,
            workload,
            retained,
            ports.ledger(),
            ports.progress(),
            ports.speed(),
            ports.rejected(),
            ports.codec(),
            maxRecords);
    return new DefinitionFold(definition.number(), layer, ports.progress(), readable);
  }

  /** The channels that fold now. */
  public List<DefinitionFold> channels() {
    return List.copyOf(channels.values());
  }
}
