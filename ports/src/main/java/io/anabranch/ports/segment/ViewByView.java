package io.anabranch.ports.segment;

import io.anabranch.domain.view.View;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;

/** Hands out the rows of one cursor view by view, asked for in the order in which they come. */
public final class ViewByView {

  private final Cursor<SegmentRow> all;
  private Option<SegmentRow> ahead = Option.none();

  public ViewByView(Cursor<SegmentRow> all) {
    this.all = all;
  }

  public Cursor<SegmentRow> rowsOf(View<?> view) {
    return new Cursor<>() {
      @Override
      public Option<SegmentRow> next() throws StoreFailure {
        Option<SegmentRow> row = ahead.isDefined() ? ahead : all.next();
        boolean isOfView = row.exists(r -> r.view().equals(view.name()));
        ahead = isOfView ? Option.none() : row;
        return isOfView ? row : Option.none();
      }

      @Override
      public void close() {
        // The rows of the next view come from the same cursor.
      }
    };
  }
}
