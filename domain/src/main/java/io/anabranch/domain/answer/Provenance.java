package io.anabranch.domain.answer;

import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetVector;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.time.Duration;

/**
 * The provenance of an answer: which fold it equals.
 *
 * @param layer the layer that answered
 * @param epoch the epoch of the definition's lane
 * @param origin where counting starts
 * @param cut where batch ends and speed begins
 * @param reach V: the offsets up to which everything is counted
 * @param losses what was accepted as lost, so that it is nowhere counted
 * @param reference how many entries of the reference log the labels are taken from
 * @param staleness how far the answer is behind the log, or why that is not known
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
    Either<String, Staleness> staleness,
    Vector<String> missing) {

  /** Whether the answer equals its fold and reaches the offsets that were demanded. */
  public boolean isExact() {
    return missing.isEmpty();
  }

  Provenance behind(Either<String, Staleness> log) {
    return new Provenance(
        layer, definition, epoch, origin, cut, reach, losses, reference, log, missing);
  }

  /**
   * The distance of an answer to the end of the log.
   *
   * @param positions between V and the end of the log, over all partitions
   * @param age the age of the oldest record that is not counted
   */
  public record Staleness(long positions, Duration age) {}
}
