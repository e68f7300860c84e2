package io.anabranch.apps.simulation;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.RowKey;
import io.anabranch.ports.SpeedRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The speed rows that may remain below the cut: those that a delayed write restored after their
 * slice was cleaned.
 */
final class OrphanRows {

  private record RowId(
      DefinitionNumber definition, String view, RowKey key, Partition partition, long slice) {}

  private record Deletion(
      DefinitionNumber definition, Partition partition, long belowSlice, long at) {}

  private final Map<RowId, Long> lastWrite = new HashMap<>();
  private final List<Deletion> deletions = new ArrayList<>();
  private long clock;

  void written(List<SpeedRow> rows) {
    clock++;
    for (SpeedRow row : rows) {
      lastWrite.put(idOf(row), clock);
    }
  }

  void deleting(DefinitionNumber definition, Partition partition, long belowSlice) {
    clock++;
    deletions.add(new Deletion(definition, partition, belowSlice, clock));
  }

  /** Whether a remaining row was written after a deletion of its slice began. */
  boolean isOrphan(SpeedRow row) {
    long written = lastWrite.getOrDefault(idOf(row), 0L);
    return deletions.stream()
        .anyMatch(
            deletion ->
                deletion.definition().equals(row.definition())
                    && deletion.partition().equals(row.partition())
                    && row.slice() < deletion.belowSlice()
                    && deletion.at() < written);
  }

  private static RowId idOf(SpeedRow row) {
    return new RowId(row.definition(), row.view(), row.key(), row.partition(), row.slice());
  }
}
