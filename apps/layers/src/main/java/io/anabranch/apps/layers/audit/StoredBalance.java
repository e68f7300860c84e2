package io.anabranch.apps.layers.audit;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.recount.Outcomes;
import java.util.Map;

/**
 * The balance that a store holds for some ranges of the log.
 *
 * @param subject the slice or segment, as it appears in findings
 */
record StoredBalance(String subject, Map<Partition, OffsetRange> ranges, Outcomes outcomes) {
  StoredBalance {
    ranges = Map.copyOf(ranges);
  }
}
