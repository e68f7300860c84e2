package io.anabranch.ports;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import java.util.ArrayList;
import java.util.List;

/**
 * The range of keys, both ends inclusive, that contains every row of a selection: rows with the
 * values of the leading dimensions and, if all dimensions are given, with the time. It may contain
 * other rows too.
 */
public record KeyRange(RowKey first, RowKey last) {

  public static KeyRange of(View<?> view, Selection selection) {
    List<Utf8> leading = new ArrayList<>();
    for (String dimension : view.dimensions()) {
      Utf8 value = selection.equal().get(dimension);
      if (value == null) {
        break;
      }
      leading.add(value);
    }
    // Buckets are ordered as unsigned, so −1 is the last. In a key with a further dimension, the
    // length of that dimension follows instead: a varint of an int, whose five bytes sort after
    // eight bytes of 0 and before eight bytes of −1.
    long firstBucket = 0;
    long lastBucket = -1;
    boolean isWhole = leading.size() == view.dimensions().size();
    if (isWhole && view.bucket() != Bucket.ALWAYS && selection.fromSecond() >= 0) {
      firstBucket = Math.max(0, selection.fromSecond() - view.bucket().endOf(0) + 1);
      // A bucket that starts before 1970 overlaps the selection only if firstBucket is 0.
      lastBucket = firstBucket == 0 ? -1 : Math.max(firstBucket, selection.toSecond() - 1);
    }
    return new KeyRange(RowKey.of(leading, firstBucket), RowKey.of(leading, lastBucket));
  }
}
