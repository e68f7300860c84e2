package io.anabranch.domain.coverage;

import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.vavr.collection.SortedMap;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.function.UnaryOperator;

/**
 * The coverage of a workload: which definition serves and which segments belong to each lane. It is
 * the only pointer, in one compare-and-set cell. A coverage is immutable; each change makes the
 * next revision.
 *
 * @param revision grows by one with each change, and is what compare-and-set compares
 * @param origin where counting starts, fixed once for each topic id
 * @param serving the definition that answers
 * @param lastDefinition the highest number that was ever assigned to a definition
 * @param losses the accepted losses, in the order of their acceptance
 */
public record Coverage(
    String workload,
    long revision,
    OffsetVector origin,
    DefinitionNumber serving,
    long lastDefinition,
    SortedMap<DefinitionNumber, Lane> lanes,
    Vector<Loss> losses) {

  public Coverage {
    if (!lanes.containsKey(serving)) {
      throw new IllegalArgumentException(
          workload + " is served by " + serving + ", which has no lane");
    }
  }

  /** The first coverage of a workload: its first definition serves and nothing is published. */
  public static Coverage opening(DefinitionSpec spec, OffsetVector origin) {
    DefinitionNumber first = new DefinitionNumber(1);
    return new Coverage(
        spec.workload(),
        1,
        origin,
        first,
        1,
        TreeMap.of(first, Lane.opening(new Definition(first, spec), origin)),
        Vector.empty());
  }

  public Option<Lane> lane(DefinitionNumber number) {
    return lanes.get(number);
  }

  public Lane servingLane() {
    return lanes.get(serving).get();
  }

  /** Adds a lane for a definition with a new number, beside the one that serves. */
  public Coverage adopting(DefinitionSpec spec) {
    if (!spec.workload().equals(workload)) {
      throw new IllegalArgumentException(workload + " cannot adopt " + spec.workload());
    }
    DefinitionNumber number = nextDefinition();
    Lane lane = Lane.opening(new Definition(number, spec), origin);
    return new Coverage(
        workload, revision + 1, origin, serving, number.value(), lanes.put(number, lane), losses);
  }

  /**
   * The next epoch of a lane.
   *
   * @return none if the lane does not exist or is frozen, or its epoch is no longer the base of the
   *     chain
   */
  public Option<Coverage> publishing(DefinitionNumber number, long baseEpoch, Chain next) {
    return lane(number)
        .filter(lane -> lane.epoch() == baseEpoch && !isFrozen(number))
        .map(lane -> with(number, l -> l.publishing(next)));
  }

  /** Raises the floor to the previous epoch. */
  public Coverage raisingFloor(DefinitionNumber number) {
    return with(number, Lane::raisingFloor);
  }

  /** Records that the speed rows of a lane below these offsets are deleted. */
  public Coverage cleaned(DefinitionNumber number, OffsetVector offsets) {
    return with(number, lane -> lane.cleanedUpTo(offsets));
  }

  /** Makes another lane serve. */
  public Coverage switchingTo(DefinitionNumber number) {
    return new Coverage(workload, revision + 1, origin, number, lastDefinition, lanes, losses);
  }

  /** Removes a lane that no longer serves; its readers start over. */
  public Coverage retiring(DefinitionNumber number) {
    return new Coverage(
        workload, revision + 1, origin, serving, lastDefinition, lanes.remove(number), losses);
  }

  /** The number of the next definition. */
  public DefinitionNumber nextDefinition() {
    return new DefinitionNumber(lastDefinition + 1);
  }

  /**
   * Records accepted losses. A definition that was folded as if these positions still existed is
   * frozen from now on.
   *
   * @param all the losses recorded before that still hold, and the new ones
   * @param begins where counting starts in topics of which nothing was counted before
   */
  public Coverage recordingLoss(Vector<Loss> all, OffsetVector begins) {
    return new Coverage(
        workload, revision + 1, origin.max(begins), serving, lastDefinition, lanes, all);
  }

  /** Whether a definition is frozen: it was defined before a loss was accepted. */
  public boolean isFrozen(DefinitionNumber number) {
    return !losses.forAll(loss -> isFoldedWithout(number, loss));
  }

  private static boolean isFoldedWithout(DefinitionNumber number, Loss loss) {
    return loss.since().exists(first -> first.compareTo(number) <= 0);
  }

  /** Whether a loss is being recorded, and it is not yet known that all layers skip it. */
  public boolean isAccepting() {
    return losses.exists(loss -> loss.since().isEmpty());
  }

  /** The losses that a definition is folded without. */
  public Vector<Loss> lossesOf(DefinitionNumber number) {
    return losses.filter(loss -> isFoldedWithout(number, loss));
  }

  /** The end of a partition whose topic was deleted; none if it continues. */
  public Option<Long> closedAt(Partition partition) {
    return losses
        .find(loss -> loss.partition().equals(partition) && loss.closedAt().isDefined())
        .flatMap(Loss::closedAt);
  }

  /** Limits offsets to those that a definition can still count from now on. */
  public OffsetVector countable(OffsetVector offsets) {
    OffsetVector countable = offsets;
    for (Partition partition : offsets.partitions()) {
      for (long end : closedAt(partition)) {
        countable = countable.with(partition, Math.min(end, offsets.at(partition)));
      }
    }
    return countable;
  }

  private Coverage with(DefinitionNumber number, UnaryOperator<Lane> change) {
    return new Coverage(
        workload,
        revision + 1,
        origin,
        serving,
        lastDefinition,
        lanes.put(number, change.apply(lanes.get(number).get())),
        losses);
  }
}
