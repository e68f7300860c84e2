package io.anabranch.apps.layers.audit;

import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StateBytes;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;

/** Compares the bytes of a recounted state with those of an answer. */
final class RowComparison {

  private final Workload<?> workload;
  private final StateCodec codec;
  private final AuditNotes notes;

  RowComparison(Workload<?> workload, StateCodec codec, AuditNotes notes) {
    this.workload = workload;
    this.codec = codec;
    this.notes = notes;
  }

  /** Compares a row that was counted up to the V of its answer. */
  <T> void compare(SampledRow<T> row) {
    View<T> view = row.view();
    OffsetVector reach = row.reach().get();
    Option<StateBytes> expected =
        row.count().events() == 0
            ? Option.none()
            : Option.some(codec.encode(view, row.count().state()));
    notes.checkedRow();
    if (expected.equals(row.found())) {
      return;
    }
    RowPlace place = RowPlace.of(view, row.key());
    if (row.found().isEmpty()) {
      notes.found(new Finding.MissingRow(place, reach, describe(view, expected.get())));
    } else if (expected.isEmpty()) {
      notes.found(new Finding.UnexplainedRow(place, reach, describe(view, row.found().get())));
    } else {
      notes.found(
          new Finding.DifferentRow(
              place, reach, describe(view, expected.get()), describe(view, row.found().get())));
    }
  }

  private String describe(View<?> view, StateBytes state) {
    try {
      return AuditMessages.describe(workload, view, codec.decode(view, state));
    } catch (StoreFailure.Corrupt corrupt) {
      return "a state that cannot be decoded";
    }
  }
}
