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
 * Which speed rows may be left behind the cut: those that a late write brought back after their
 * slice was cleaned, and no others.
 */
final class OrphanRows {

  private record Place(
      DefinitionNumber definition, String view, RowKey key, Partition partition, long slice) {}

  private record Deletion(
      DefinitionNumber definition, Partition partition, long belowSlice, long at) {}

  private final Map<Place, Long> lastWrite = new HashMap<>();
  private final List<Deletion> deletions = new ArrayList<>();
  private long clock;

  void written(List<SpeedRow> rows) {
    clock++;
    for (SpeedRow row : rows) {
      lastWrite.put(placeOf(row), clock);
    }
  }

  void deleting(DefinitionNumber definition, Partition partition, long belowSlice) {
    clock++;
    deletions.add(new Deletion(definition, partition, belowSlice, clock));
  }

  /** Whether a row that still stands was written after a deletion of its slice had begun. */
  boolean isLate(SpeedRow row) {
    long written = lastWrite.getOrDefault(placeOf(row), 0L);
    return deletions.stream()
        .anyMatch(
            deletion ->
                deletion.definition().equals(row.definition())
                    && deletion.partition().equals(row.partition())
                    && row.slice() < deletion.belowSlice()
                    && deletion.at() < written);
  }

  private static Place placeOf(SpeedRow row) {
    return new Place(row.definition(), row.view(), row.key(), row.partition(), row.slice());
  }
}
