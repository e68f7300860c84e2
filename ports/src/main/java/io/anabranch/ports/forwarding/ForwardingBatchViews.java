package io.anabranch.ports.forwarding;

import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.StoreFailure;
import java.util.SortedSet;

/** Passes every call on to other batch views. */
public abstract class ForwardingBatchViews implements BatchViews {

  private final BatchViews views;

  /** Batch views that pass on to others what a subclass does not override. */
  protected ForwardingBatchViews(BatchViews views) {
    this.views = views;
  }

  @Override
  public long write(SegmentName segment, Cursor<SegmentRow> rows) throws StoreFailure {
    return views.write(segment, rows);
  }

  @Override
  public Cursor<SegmentRow> read(SegmentName segment, View<?> view, Selection selection)
      throws StoreFailure {
    return views.read(segment, view, selection);
  }

  @Override
  public void delete(SegmentName segment) throws StoreFailure {
    views.delete(segment);
  }

  @Override
  public SortedSet<SegmentName> segments(DefinitionNumber definition) throws StoreFailure {
    return views.segments(definition);
  }
}
