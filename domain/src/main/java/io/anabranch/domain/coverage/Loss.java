package io.anabranch.domain.coverage;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * Positions that nobody holds any more, and that somebody has accepted as lost. Definitions from
 * {@code since} on are folded without them, and their answers name them; those before stand still,
 * and all do until it is known that everybody passes over the same positions.
 *
 * @param range the positions that are known to be lost, holes among them: none of them where a
 *     topic was recreated after all that anybody had seen of it was archived
 * @param since none until then
 * @param accepted when, by the clock of who did
 * @param by who did
 */
public record Loss(
    Partition partition,
    OffsetRange range,
    Cause cause,
    Option<DefinitionNumber> since,
    Instant accepted,
    String by) {

  /** How positions come to be lost. */
  public enum Cause {
    /** The topic was deleted. Nothing from the range on is ever counted. */
    RECREATED,
    /** Retention was faster than the archive. Counting goes on behind the range. */
    EXPIRED
  }

  public Loss {
    if (cause == Cause.EXPIRED && range.isEmpty()) {
      throw new IllegalArgumentException("nothing of " + partition + " is lost at " + range);
    }
  }

  /** The same, from a definition on. */
  public Loss since(DefinitionNumber first) {
    return new Loss(partition, range, cause, Option.some(first), accepted, by);
  }

  /** Where the partition has come to its end; none if it goes on. */
  public Option<Long> closedAt() {
    return cause == Cause.RECREATED ? Option.some(range.from()) : Option.none();
  }
}
