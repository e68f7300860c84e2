package io.anabranch.adapters.cassandra;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys between two, both inclusive, among which all rows are that have the leading dimensions
 * that a selection asks for. Others may stand there too.
 */
record KeyRange(RowKey first, RowKey last, boolean isOfAll) {

  static KeyRange of(View<?> view, Selection selection) {
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
    return new KeyRange(RowKey.of(leading, 0), RowKey.of(leading, -1), leading.isEmpty());
  }
}
