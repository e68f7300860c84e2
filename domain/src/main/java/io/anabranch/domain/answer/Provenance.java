package io.anabranch.domain.answer;

import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetVector;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * The provenance of an answer: which fold it equals.
 *
 * @param layer the layer that answered
 * @param epoch the epoch of the definition's lane
 * @param origin where counting starts
 * @param cut where batch ends and speed begins
 * @param reach V: all events below these offsets are counted
 * @param losses the accepted losses, which are not counted
 * @param reference the length of the prefix of the reference log that labels are taken from
 * @param staleness the distance to the end of the log, if the log is available
 * @param missing why the answer is not exact; empty if it is
 */
public record Provenance(
    Layer layer,
    DefinitionNumber definition,
    long epoch,
    OffsetVector origin,
    OffsetVector cut,
    OffsetVector reach,
    Vector<Loss> losses,
    long reference,
    Option<Staleness> staleness,
    Vector<String> missing) {

  /** Whether the answer equals its fold and reaches the offsets that were demanded. */
  public boolean isExact() {
    return missing.isEmpty();
  }

  Provenance behind(Option<Staleness> measured) {
    return new Provenance(
        layer, definition, epoch, origin, cut, reach, losses, reference, measured, missing);
  }

  /**
   * The distance of an answer to the end of the log.
   *
   * @param positions between V and the end of the log, over all partitions
   * @param age the age of the oldest record that is not counted
   */
  public record Staleness(long positions, Duration age) {}
}
