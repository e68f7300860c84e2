package io.anabranch.domain.answer;

import io.anabranch.domain.view.Row;
import io.vavr.collection.Vector;

/** Rows, in the order of their keys, and what they are the fold of. */
public record Answer(Vector<Row> rows, Provenance provenance) {}
