package io.anabranch.apps.layers.audit;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.KeyBuffer;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.View;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rows of a view whose key hashes are in a range, each counted from its first event on. When
 * there are too many rows, it drops the upper half of the range; the remaining rows are still
 * counted from the start.
 */
final class Sample<T> {

  private final View<T> view;
  private final int maxRows;
  private final Map<RowKey, SampledRow<T>> rows = new LinkedHashMap<>();
  private final KeyBuffer key = new KeyBuffer();
  private HashRange range;
  private boolean isClosed;

  Sample(View<T> view, HashRange range, int maxRows) {
    this.view = view;
    this.range = range;
    this.maxRows = maxRows;
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

  /** Accepts no further keys. */
  void close() {
    isClosed = true;
  }

  /** Adds the row of a stored key, if its hash is in the range. */
  void offer(RowKey stored) {
    byte[] bytes = stored.toBytes();
    if (!isClosed && range.contains(HashRange.hash(bytes, bytes.length))) {
      add(stored);
    }
  }

  /** Counts an event of the log, if its row is in the sample. */
  @SuppressWarnings("unchecked") // the view accepts the event
  void count(Object event, Partition partition, long offset) {
    if (!view.takes(event)) {
      return;
    }
    view.writeKey((T) event, key);
    if (!range.contains(HashRange.hash(key.bytes(), key.length()))) {
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
      while (rows.size() > maxRows && !range.isSingle()) {
        range = range.lowerHalf();
        rows.keySet().removeIf(kept -> !isInRange(kept));
      }
    }
  }

  private boolean isInRange(RowKey rowKey) {
    byte[] bytes = rowKey.toBytes();
    return range.contains(HashRange.hash(bytes, bytes.length));
  }
}
