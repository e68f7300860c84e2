package io.anabranch.domain.answer;

import io.anabranch.domain.view.Row;
import io.vavr.collection.Vector;
import io.vavr.control.Either;

/** Rows in key order, and their provenance. */
public record Answer(Vector<Row> rows, Provenance provenance) {

  /** The same, with how far it is behind the log, or why that is not known. */
  public Answer behind(Either<String, Provenance.Staleness> staleness) {
    return new Answer(rows, provenance.behind(staleness));
  }
}
