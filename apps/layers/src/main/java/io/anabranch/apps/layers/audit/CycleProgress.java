package io.anabranch.apps.layers.audit;

import io.anabranch.domain.view.View;
import io.vavr.control.Option;
import java.util.HashMap;
import java.util.Map;

/**
 * What the rounds of a cycle have checked so far: a range of key hashes for each view, and the
 * slices of the speed layer up to one. A cycle ends when nothing remains.
 */
final class CycleProgress {

  private final Map<String, Option<HashRange>> remaining = new HashMap<>();
  private Option<SpeedSlice> lastSlice = Option.none();
  private boolean areSlicesChecked;

  /** The hashes of a view that remain; none if all were checked. */
  Option<HashRange> remaining(View<?> view) {
    return remaining.getOrDefault(view.name(), Option.some(HashRange.ALL));
  }

  void checked(View<?> view, HashRange range) {
    remaining.put(view.name(), range.above());
  }

  boolean areSlicesChecked() {
    return areSlicesChecked;
  }

  /** The last slice of the speed layer that was checked; none before the first. */
  Option<SpeedSlice> lastSlice() {
    return lastSlice;
  }

  /**
   * All slices up to one were checked.
   *
   * @param last the slice; none if no slice remains
   */
  void checkedSlices(Option<SpeedSlice> last) {
    lastSlice = last.isDefined() ? last : lastSlice;
    areSlicesChecked = last.isEmpty();
  }

  boolean isOver() {
    return areSlicesChecked && remaining.values().stream().allMatch(Option::isEmpty);
  }
}
