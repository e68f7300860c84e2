package io.anabranch.domain.answer;

import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetVector;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.time.Duration;

/**
 * What an answer is the fold of.
 *
 * @param layer which channel answered
 * @param epoch of the definition's lane
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

  /** Whether the answer equals the fold that it names, and reaches what was demanded of it. */
  public boolean isExact() {
    return missing.isEmpty();
  }

  Provenance behind(Either<String, Staleness> log) {
    return new Provenance(
        layer, definition, epoch, origin, cut, reach, losses, reference, log, missing);
  }

  /**
   * How far an answer is behind the log.
   *
   * @param positions between V and the log's end, over all partitions
   * @param age of the oldest record that is not in it
   */
  public record Staleness(long positions, Duration age) {}
}
