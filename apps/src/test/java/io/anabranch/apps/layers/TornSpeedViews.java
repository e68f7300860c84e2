package io.anabranch.apps.layers;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Writes rows one by one in any order, as a store may: others run, or it fails, in between. */
record TornSpeedViews(SpeedViews views, Random random) implements SpeedViews {

  @Override
  public void write(List<SpeedRow> rows) throws StoreFailure {
    List<SpeedRow> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, random);
    int from = 0;
    while (from < shuffled.size()) {
      int to = Math.min(shuffled.size(), from + 1 + random.nextInt(8));
      try {
        views.write(shuffled.subList(from, to));
      } catch (StoreFailure.Unavailable unavailable) {
        throw new StoreFailure.OutcomeUnknown("some rows are written", unavailable);
      }
      from = to;
    }
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
