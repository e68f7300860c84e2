package io.anabranch.apps.layers.audit;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.KeyBuffer;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.View;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rows of a view whose keys' hashes lie in a range, each counted from its first event on. Where
 * there are more than it may hold, it gives up the upper half of its range: what is left was
 * counted from the start all the same.
 */
final class Sample<T> {

  private final View<T> view;
  private final int mostRows;
  private final Map<RowKey, SampledRow<T>> rows = new LinkedHashMap<>();
  private final KeyBuffer key = new KeyBuffer();
  private HashRange range;
  private boolean isClosed;

  Sample(View<T> view, HashRange range, int mostRows) {
    this.view = view;
    this.range = range;
    this.mostRows = mostRows;
  }

  View<T> view() {
    return view;
  }

  HashRange range() {
    return range;
  }

  Map<RowKey, SampledRow<T>> rows() {
    return rows;
  }

  /** Takes no further keys. */
  void close() {
    isClosed = true;
  }

  /** Takes a key that a store holds, if it is of the sample. */
  void offer(RowKey stored) {
    byte[] bytes = stored.toBytes();
    if (!isClosed && range.holds(HashRange.hash(bytes, bytes.length))) {
      add(stored);
    }
  }

  /** Counts an event of the log, if its row is of the sample. */
  @SuppressWarnings("unchecked") // the view takes it
  void count(Object event, Partition partition, long offset) {
    if (!view.takes(event)) {
      return;
    }
    view.writeKey((T) event, key);
    if (!range.holds(HashRange.hash(key.bytes(), key.length()))) {
      return;
    }
    RowKey rowKey = key.toRowKey();
    if (!isClosed) {
      add(rowKey);
    }
    SampledRow<T> row = rows.get(rowKey);
    if (row != null) {
      row.count(event, partition, offset);
    }
  }

  private void add(RowKey rowKey) {
    if (!rows.containsKey(rowKey)) {
      rows.put(rowKey, new SampledRow<>(view, rowKey));
      while (rows.size() > mostRows && !range.isSingle()) {
        range = range.lowerHalf();
        rows.keySet().removeIf(kept -> !holds(kept));
      }
    }
  }

  private boolean holds(RowKey rowKey) {
    byte[] bytes = rowKey.toBytes();
    return range.holds(HashRange.hash(bytes, bytes.length));
  }
}
