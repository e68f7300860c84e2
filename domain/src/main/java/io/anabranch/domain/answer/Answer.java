package io.anabranch.domain.answer;

import io.anabranch.domain.view.Row;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/** Rows, in the order of their keys, and what they are the fold of. */
public record Answer(Vector<Row> rows, Provenance provenance) {

  /** The same, so far behind the log; none if the log could not be asked. */
  public Answer behind(Option<Provenance.Staleness> staleness) {
    return new Answer(rows, provenance.behind(staleness));
  }
}
