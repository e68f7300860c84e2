package io.anabranch.apps.layers.audit;

import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.recount.RowCount;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.View;
import io.anabranch.ports.StateBytes;
import io.vavr.control.Option;

/** A row of a sample, counted one event at a time up to the V of the answer it is compared with. */
final class SampledRow<T> {

  private final View<T> view;
  private final RowKey key;
  private final RowCount<T> count;
  private Option<OffsetVector> reach = Option.none();
  private Option<StateBytes> found = Option.none();
  private int attempts;

  SampledRow(View<T> view, RowKey key) {
    this.view = view;
    this.key = key;
    this.count = new RowCount<>(view);
  }

  View<T> view() {
    return view;
  }

  RowKey key() {
    return key;
  }

  /** Adds an event of this row, unless it is beyond the V of the answer. */
  void count(Object event, Partition partition, long offset) {
    if (reach.isEmpty() || offset < reach.get().at(partition)) {
      count.add(event);
    }
  }

  RowCount<T> count() {
    return count;
  }

  /** Records an answer: its V, and the state of this row; none if it has no such row. */
  void answered(OffsetVector answerReach, Option<StateBytes> state) {
    reach = Option.some(answerReach);
    found = state;
  }

  /** The V of the answer; none before there is one. */
  Option<OffsetVector> reach() {
    return reach;
  }

  Option<StateBytes> found() {
    return found;
  }

  /** Records an attempt without a usable answer; the number of such attempts. */
  int failed() {
    return ++attempts;
  }
}
