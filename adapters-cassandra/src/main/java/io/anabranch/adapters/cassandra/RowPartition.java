package io.anabranch.adapters.cassandra;

/**
 * A partition of the rows of a view.
 *
 * @param span the start of the span of event time, in milliseconds since 1970; 0 in a view without
 *     buckets
 * @param shard the shard, by the leading dimension
 */
record RowPartition(long span, int shard) implements Comparable<RowPartition> {

  @Override
  public int compareTo(RowPartition other) {
    int order = Long.compare(span, other.span);
    return order != 0 ? order : Integer.compare(shard, other.shard);
  }
}
