package io.anabranch.domain.log;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongBinaryOperator;

/**
 * An offset for every partition that exists or will exist; {@code 0} for partitions not named, so
 * that a partition added later starts at 0. Immutable. Two vectors are equal if all offsets are.
 */
public final class OffsetVector {

  /** Every partition at offset 0. */
  public static final OffsetVector ZERO = new OffsetVector(Collections.emptySortedMap());

  private final SortedMap<Partition, Long> offsets;

  private OffsetVector(SortedMap<Partition, Long> offsets) {
    this.offsets = offsets;
  }

  public static OffsetVector of(Map<Partition, Long> offsets) {
    TreeMap<Partition, Long> kept = new TreeMap<>();
    offsets.forEach(
        (partition, offset) -> {
          if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset + " of " + partition);
          }
          if (offset > 0) {
            kept.put(partition, offset);
          }
        });
    return kept.isEmpty() ? ZERO : new OffsetVector(Collections.unmodifiableSortedMap(kept));
  }

  public static OffsetVector of(Partition partition, long offset) {
    return of(Map.of(partition, offset));
  }

  public long at(Partition partition) {
    return offsets.getOrDefault(partition, 0L);
  }

  public OffsetVector with(Partition partition, long offset) {
    TreeMap<Partition, Long> changed = new TreeMap<>(offsets);
    changed.put(partition, offset);
    return of(changed);
  }

  /** The later offset of each partition. */
  public OffsetVector max(OffsetVector other) {
    return combine(other, Math::max);
  }

  /** The earlier offset of each partition. */
  public OffsetVector min(OffsetVector other) {
    return combine(other, Math::min);
  }

  private OffsetVector combine(OffsetVector other, LongBinaryOperator pick) {
    TreeMap<Partition, Long> picked = new TreeMap<>();
    for (Partition partition : partitionsWith(other)) {
      picked.put(partition, pick.applyAsLong(at(partition), other.at(partition)));
    }
    return of(picked);
  }

  /** Whether no offset is less than the other vector's. */
  public boolean covers(OffsetVector other) {
    return other.offsets.entrySet().stream().allMatch(e -> at(e.getKey()) >= e.getValue());
  }

  /** The partitions whose offset is above 0, in order. */
  public Set<Partition> partitions() {
    return offsets.keySet();
  }

  /** The partitions that either vector names, in order. */
  public SortedSet<Partition> partitionsWith(OffsetVector other) {
    TreeSet<Partition> both = new TreeSet<>(offsets.keySet());
    both.addAll(other.offsets.keySet());
    return both;
  }

  public SortedMap<Partition, Long> asMap() {
    return offsets;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OffsetVector that && offsets.equals(that.offsets);
  }

  @Override
  public int hashCode() {
    return offsets.hashCode();
  }

  @Override
  public String toString() {
    return offsets.toString();
  }
}
