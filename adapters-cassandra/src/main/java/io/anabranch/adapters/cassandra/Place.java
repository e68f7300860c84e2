package io.anabranch.adapters.cassandra;

/**
 * Which partition of a view a row lies in.
 *
 * @param span the start of the span of event time, in milliseconds since 1970; 0 in a view without
 *     buckets
 * @param shard of the rows of that span, by the leading dimension
 */
record Place(long span, int shard) implements Comparable<Place> {

  @Override
  public int compareTo(Place other) {
    int order = Long.compare(span, other.span);
    return order != 0 ? order : Integer.compare(shard, other.shard);
  }
}
