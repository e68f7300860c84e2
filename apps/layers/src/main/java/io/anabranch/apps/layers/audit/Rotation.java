package io.anabranch.apps.layers.audit;

import io.anabranch.domain.view.View;
import io.vavr.control.Option;
import java.util.HashMap;
import java.util.Map;

/**
 * Whose turn it is. A cycle is over when, round after round, all hashes of every view and all
 * slices had theirs.
 */
final class Rotation {

  private final Map<String, Option<HashRange>> rest = new HashMap<>();
  private Option<SpeedSlice> lastSlice = Option.none();
  private boolean areSlicesDone;

  /** The hashes of a view that had no turn yet; none if all had. */
  Option<HashRange> rest(View<?> view) {
    return rest.getOrDefault(view.name(), Option.some(HashRange.ALL));
  }

  void swept(View<?> view, HashRange range) {
    rest.put(view.name(), range.rest());
  }

  boolean areSlicesDone() {
    return areSlicesDone;
  }

  /** The last slice of the speed layer that had its turn; none before the first. */
  Option<SpeedSlice> lastSlice() {
    return lastSlice;
  }

  /** All slices up to one had their turn; none: there are no more. */
  void sweptSlices(Option<SpeedSlice> last) {
    lastSlice = last.isDefined() ? last : lastSlice;
    areSlicesDone = last.isEmpty();
  }

  boolean isOver() {
    return areSlicesDone && rest.values().stream().allMatch(Option::isEmpty);
  }
}
