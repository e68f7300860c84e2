package io.anabranch.domain.answer;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Labels;
import io.anabranch.domain.view.Presentation.KeyColumn;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.ShownKey;
import io.anabranch.domain.view.View;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Merges batch and speed: the states of stored rows, from either side and in any order, are merged
 * by the key under which they are shown, then presented. States are merged, never presented values.
 */
public final class MergedRows {

  private final Query.Fitted query;
  private final Labels labels;
  private final Map<ShownKey, RowState> merged = new TreeMap<>();

  public MergedRows(Query.Fitted query, Labels labels) {
    this.query = query;
    this.labels = labels;
  }

  /** Adds the state of a stored row. The state must not be used afterwards. */
  public void add(RowKey key, RowState state) {
    View<?> view = query.presentation().view();
    if (!query.selection().matches(view, key)) {
      return;
    }
    ShownKey shown = query.presentation().keyOf(key, query.by(), labels);
    if (!query.labels().isEmpty() && !hasLabels(shown)) {
      return;
    }
    RowState before = merged.putIfAbsent(shown, state);
    if (before != null) {
      view.merge(before, state);
    }
  }

  private boolean hasLabels(ShownKey shown) {
    List<KeyColumn> columns = query.presentation().key();
    for (int i = 0; i < columns.size(); i++) {
      Utf8 demanded = query.labels().get(columns.get(i).name());
      if (demanded != null && !demanded.equals(shown.parts().get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The presented rows, by key. */
  public Vector<Row> rows() {
    List<Row> rows = new ArrayList<>();
    merged.forEach((shown, state) -> query.presentation().present(shown, state, rows::add));
    return Vector.ofAll(rows);
  }
}
