package io.anabranch.domain.answer;

import io.anabranch.domain.view.Row;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/** Rows in key order, and their provenance. */
public record Answer(Vector<Row> rows, Provenance provenance) {

  /** The same answer with its distance to the end of the log; none if the log is unavailable. */
  public Answer behind(Option<Provenance.Staleness> staleness) {
    return new Answer(rows, provenance.behind(staleness));
  }
}
