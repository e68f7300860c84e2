package io.anabranch.apps.launch.process;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Speed views that count the rows written to them. */
final class CountingSpeedViews implements SpeedViews {

  private final SpeedViews views;
  private final LongAdder written = new LongAdder();

  CountingSpeedViews(SpeedViews views) {
    this.views = views;
  }

  long written() {
    return written.sum();
  }

  @Override
  public void write(List<SpeedRow> rows) throws StoreFailure {
    views.write(rows);
    written.add(rows.size());
  }

  @Override
  public Cursor<SpeedRow> read(DefinitionNumber definition, View<?> view, Selection selection)
      throws StoreFailure {
    return views.read(definition, view, selection);
  }

  @Override
  public void delete(
      DefinitionNumber definition,
      View<?> view,
      Collection<RowKey> keys,
      Partition partition,
      long belowSlice,
      long cut)
      throws StoreFailure {
    views.delete(definition, view, keys, partition, belowSlice, cut);
  }

  @Override
  public void drop(DefinitionNumber definition) throws StoreFailure {
    views.drop(definition);
  }
}
