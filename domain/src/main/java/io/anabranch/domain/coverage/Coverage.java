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
 * Everything that is known of where a workload's answers come from, and the only pointer: it lives
 * in one compare-and-set cell. A value never changes; each change makes the next revision.
 *
 * @param revision grows by one with each change: what compare-and-set compares
 * @param origin where counting starts, fixed once for each topic id
 * @param serving the definition that answers
 * @param lastDefinition the highest number that was ever given to a definition
 * @param losses what was accepted as lost, in the order in which it was
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
      throw new IllegalArgumentException(workload + " is served by " + serving + ", not a lane");
    }
  }

  /** The first coverage of a workload: its first definition serves, with nothing published. */
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

  /** A lane of its own for a definition, beside the one that serves; its number is new. */
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
   * @return none if the lane is gone or stands still, or its epoch is no longer the one that the
   *     chain was made from
   */
  public Option<Coverage> publishing(DefinitionNumber number, long baseEpoch, Chain next) {
    return lane(number)
        .filter(lane -> lane.epoch() == baseEpoch && !isFrozen(number))
        .map(lane -> with(number, l -> l.publishing(next)));
  }

  /** Makes the epoch before the last the oldest that may be read. */
  public Coverage raisingFloor(DefinitionNumber number) {
    return with(number, Lane::raisingFloor);
  }

  /** Notes that a lane's speed rows below these offsets are deleted. */
  public Coverage cleaned(DefinitionNumber number, OffsetVector offsets) {
    return with(number, lane -> lane.cleanedUpTo(offsets));
  }

  /** Answers come from another lane from now on. */
  public Coverage switchingTo(DefinitionNumber number) {
    return new Coverage(workload, revision + 1, origin, number, lastDefinition, lanes, losses);
  }

  /** A lane that no longer serves goes; whoever reads it starts over. */
  public Coverage retiring(DefinitionNumber number) {
    return new Coverage(
        workload, revision + 1, origin, serving, lastDefinition, lanes.remove(number), losses);
  }

  /** The number that the next definition gets. */
  public DefinitionNumber nextDefinition() {
    return new DefinitionNumber(lastDefinition + 1);
  }

  /**
   * Names what is lost. A definition that was folded as if it came again stands still from now on.
   *
   * @param all what was named before and still holds, and what is named now
   * @param begins where counting starts in topics that nothing was counted of so far
   */
  public Coverage recordingLoss(Vector<Loss> all, OffsetVector begins) {
    return new Coverage(
        workload, revision + 1, origin.max(begins), serving, lastDefinition, lanes, all);
  }

  /** Whether a definition is from before something was lost: nothing more is folded of it. */
  public boolean isFrozen(DefinitionNumber number) {
    return !losses.forAll(loss -> isFoldedWithout(number, loss));
  }

  private static boolean isFoldedWithout(DefinitionNumber number, Loss loss) {
    return loss.since().exists(first -> first.compareTo(number) <= 0);
  }

  /** Whether something was named as lost of which it is not known yet whether all pass over it. */
  public boolean isAccepting() {
    return losses.exists(loss -> loss.since().isEmpty());
  }

  /** What a definition is folded without. */
  public Vector<Loss> lossesOf(DefinitionNumber number) {
    return losses.filter(loss -> isFoldedWithout(number, loss));
  }

  /** Where a partition of a topic that is gone has ended; none if it goes on. */
  public Option<Long> closedAt(Partition partition) {
    return losses
        .find(loss -> loss.partition().equals(partition) && loss.closedAt().isDefined())
        .flatMap(Loss::closedAt);
  }

  /** The offsets as far as any definition can ever count from now on. */
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
