package io.anabranch.ports.segment;

import io.anabranch.domain.fold.Fold;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.StateCodec;
import io.vavr.control.Option;

/** The rows of a fold as rows of a segment, encoded one by one. */
public final class FoldCursor implements Cursor<SegmentRow> {

  private final Fold<?>.Rows rows;
  private final StateCodec codec;
  private Option<SegmentRow> shown = Option.none();

  public FoldCursor(Fold<?> fold, StateCodec codec) {
    this.rows = fold.rows();
    this.codec = codec;
  }

  @Override
  public Option<SegmentRow> next() {
    boolean more =
        rows.next(
            (view, key, version, state) ->
                shown = Option.some(new SegmentRow(view.name(), key, codec.encode(view, state))));
    return more ? shown : Option.none();
  }

  @Override
  public void close() {
    shown = Option.none();
  }
}
