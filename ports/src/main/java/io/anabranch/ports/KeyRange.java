package io.anabranch.ports;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys between two, both inclusive, among which all rows are that a selection asks for: those
 * with the values of the leading dimensions, and of the time if all dimensions are given. Others
 * may stand there too.
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
    // Buckets order unsigned, so −1 is the last. Where another dimension follows instead, its
    // length is a varint of an int, whose five bytes come after eight of 0 and before eight of −1.
    long firstBucket = 0;
    long lastBucket = -1;
    boolean isWhole = leading.size() == view.dimensions().size();
    if (isWhole && view.bucket() != Bucket.ALWAYS && selection.fromSecond() >= 0) {
      firstBucket = Math.max(0, selection.fromSecond() - view.bucket().endOf(0) + 1);
      // A bucket that starts before 1970 overlaps such a selection only if firstBucket is 0.
      lastBucket = firstBucket == 0 ? -1 : Math.max(firstBucket, selection.toSecond() - 1);
    }
    return new KeyRange(RowKey.of(leading, firstBucket), RowKey.of(leading, lastBucket));
  }
}
