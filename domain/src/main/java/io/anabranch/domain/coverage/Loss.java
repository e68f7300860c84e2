package io.anabranch.domain.coverage;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * Positions that no store holds any more and that were accepted as lost. Definitions from {@code
 * since} on are folded without them, and their answers name them. Earlier definitions are frozen;
 * all are, until it is known that every layer skips the same positions.
 *
 * @param range the lost positions, which may include holes; empty if a topic was recreated after
 *     everything that was read from it had been archived
 * @param since the first definition that is folded without them; none until it is known
 * @param accepted when it was accepted, by the clock of the process that recorded it
 * @param by who accepted it
 */
public record Loss(
    Partition partition,
    OffsetRange range,
    Cause cause,
    Option<DefinitionNumber> since,
    Instant accepted,
    String by) {

  /** The cause of a loss. */
  public enum Cause {
    /** The topic was deleted. Nothing at or after the range is ever counted. */
    RECREATED,
    /** Retention overtook the archiver. Counting continues after the range. */
    EXPIRED
  }

  public Loss {
    if (cause == Cause.EXPIRED && range.isEmpty()) {
      throw new IllegalArgumentException("nothing of " + partition + " is lost at " + range);
    }
  }

  /** The same loss, with the first definition that is folded without it. */
  public Loss since(DefinitionNumber first) {
    return new Loss(partition, range, cause, Option.some(first), accepted, by);
  }

  /** The end of the partition; none if it continues. */
  public Option<Long> closedAt() {
    return cause == Cause.RECREATED ? Option.some(range.from()) : Option.none();
  }
}
