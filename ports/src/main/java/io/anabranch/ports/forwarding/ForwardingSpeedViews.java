package io.anabranch.ports.forwarding;

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

/** Passes every call on to other speed views. */
public abstract class ForwardingSpeedViews implements SpeedViews {

  private final SpeedViews views;

  /** Speed views that pass on to others what a subclass does not override. */
  protected ForwardingSpeedViews(SpeedViews views) {
    this.views = views;
  }

  @Override
  public void write(List<SpeedRow> rows) throws StoreFailure {
    views.write(rows);
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
