package io.anabranch.domain.coverage;

import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.vavr.collection.SortedMap;
import io.vavr.collection.TreeMap;
import io.vavr.control.Option;
import java.util.function.UnaryOperator;

/**
 * Everything that is known of where a workload's answers come from, and the only pointer: it lives
 * in one compare-and-set cell. A value never changes; each change makes the next revision.
 *
 * @param revision grows by one with each change: what compare-and-set compares
 * @param origin where counting starts, fixed once
 * @param serving the definition that answers
 * @param lastDefinition the highest number that was ever given to a definition
 */
public record Coverage(
    String workload,
    long revision,
    OffsetVector origin,
    DefinitionNumber serving,
    long lastDefinition,
    SortedMap<DefinitionNumber, Lane> lanes) {

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
        TreeMap.of(first, Lane.opening(new Definition(first, spec), origin)));
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
    DefinitionNumber number = new DefinitionNumber(lastDefinition + 1);
    Lane lane = Lane.opening(new Definition(number, spec), origin);
    return new Coverage(
        workload, revision + 1, origin, serving, number.value(), lanes.put(number, lane));
  }

  /**
   * The next epoch of a lane.
   *
   * @return none if the lane is gone or its epoch is no longer the one that the chain was made from
   */
  public Option<Coverage> publishing(DefinitionNumber number, long baseEpoch, Chain next) {
    return lane(number)
        .filter(lane -> lane.epoch() == baseEpoch)
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
    return new Coverage(workload, revision + 1, origin, number, lastDefinition, lanes);
  }

  /** A lane that no longer serves goes; whoever reads it starts over. */
  public Coverage retiring(DefinitionNumber number) {
    return new Coverage(
        workload, revision + 1, origin, serving, lastDefinition, lanes.remove(number));
  }

  private Coverage with(DefinitionNumber number, UnaryOperator<Lane> change) {
    return new Coverage(
        workload,
        revision + 1,
        origin,
        serving,
        lastDefinition,
        lanes.put(number, change.apply(lanes.get(number).get())));
  }
}
