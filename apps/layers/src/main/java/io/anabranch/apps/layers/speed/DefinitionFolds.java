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
 * A fold for each definition that has a lane in the coverage. The serving definition is folded at
 * once; the next one only when its cut has reached the serving lane's cut, and from there. A
 * definition that is frozen by a data loss is not folded.
 */
public final class DefinitionFolds {

  /** Selects the partitions that are folded here. */
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
  private final ConcurrentNavigableMap<DefinitionNumber, DefinitionFold> folds =
      new ConcurrentSkipListMap<>();

  /**
   * Creates a set of folds that is empty until {@link #follow} is called.
   *
   * @param engine creates the speed layer of a definition
   * @param share selects the partitions that are folded here
   * @param readable receives the offsets that answers cover, after each step that wrote something
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
   * Updates the folds to the current definitions, partitions and share.
   *
   * @throws StoreFailure.Unavailable if a topic does not exist; the existing topics are folded
   */
  public void follow() throws StoreFailure {
    Option<Coverage> read = ledger.read(factory.workload());
    if (read.isEmpty()) {
      return;
    }
    Coverage coverage = read.get();
    folds.keySet().removeIf(number -> coverage.lane(number).isEmpty() || coverage.isFrozen(number));
    OffsetVector served = coverage.servingLane().cut();
    Set<String> absent = new TreeSet<>();
    for (Lane lane : coverage.lanes().values()) {
      Definition definition = lane.definition();
      boolean isServing = definition.number().equals(coverage.serving());
      DefinitionFold fold = folds.get(definition.number());
      if (fold == null
          && !coverage.isFrozen(definition.number())
          && (isServing || hasReached(lane, served))) {
        fold = open(definition);
        folds.put(definition.number(), fold);
      }
      if (fold != null) {
        fold.own(partitions(factory.create(definition.spec()).topics(), absent));
        if (isServing) {
          fold.serve();
        }
      }
    }
    if (!absent.isEmpty()) {
      throw new StoreFailure.Unavailable(
          StoreFailure.Reason.TOPIC_ABSENT, "topics do not exist: " + String.join(", ", absent));
    }
  }

  /**
   * Returns whether a lane's cut has reached the serving cut, rounded down to the lane's slices.
   */
  private static boolean hasReached(Lane lane, OffsetVector served) {
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
      Set<Partition> existing = log.partitions(topic);
      if (existing.isEmpty()) {
        absent.add(topic);
      }
      all.addAll(existing);
    }
    return share.of(all);
  }

  private DefinitionFold open(Definition definition) {
    return new DefinitionFold(definition.number(), engine.apply(definition), progress, readable);
  }

  /** Returns the current folds. */
  public List<DefinitionFold> folds() {
    return List.copyOf(folds.values());
  }
}
