package io.anabranch.domain.view;

import io.anabranch.domain.event.Utf8;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A selection of stored rows of a view: those with the given values of dimensions whose bucket
 * overlaps {@code [fromSecond, toSecond)}, in seconds since 1970.
 *
 * @param equal the required values by dimension; other dimensions may have any value
 */
public record Selection(SortedMap<String, Utf8> equal, long fromSecond, long toSecond) {

  /** Every row. */
  public static final Selection ALL =
      new Selection(new TreeMap<>(), Long.MIN_VALUE, Long.MAX_VALUE);

  public Selection {
    equal = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(equal));
    if (toSecond < fromSecond) {
      throw new IllegalArgumentException(
          "the span [" + fromSecond + ", " + toSecond + ") ends before it starts");
    }
  }

  public static Selection of(Map<String, Utf8> equal) {
    return new Selection(new TreeMap<>(equal), Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Whether a row of a view matches. */
  public boolean matches(View<?> view, RowKey row) {
    if (view.bucket() != Bucket.ALWAYS) {
      long start = row.bucketStart();
      if (start >= toSecond || view.bucket().endOf(start) <= fromSecond) {
        return false;
      }
    }
    if (equal.isEmpty()) {
      return true;
    }
    var dimensions = row.dimensions();
    return equal.entrySet().stream()
        .allMatch(e -> dimensions.get(view.dimensions().indexOf(e.getKey())).equals(e.getValue()));
  }
}
