package io.anabranch.apps.simulation;

import java.util.Locale;

/**
 * The mechanisms that keep answers exact. A simulation without one of them must find a violation:
 * that shows that the mechanism is needed, and that the simulation can detect its absence.
 */
public enum Mechanism {
  /** A store keeps the highest version of a row, so that a stale writer does no harm. */
  ROW_VERSIONS("a store keeps the row that was written last"),
  /** Rows above the progress are read again, or their slice is omitted. */
  SETTLED_READ("a reader uses rows above the progress as they are"),
  /** The floor is read again after the rows, before an answer is given. */
  FLOOR_CHECK("a reader does not check whether its epoch was cleaned while it read"),
  /** A change of the coverage succeeds only if it was made from the current coverage. */
  EPOCH_CAS("every change of the coverage succeeds"),
  /** A gap between archived files stops every process that reads it. */
  MANIFEST_CHAIN("a gap between two archived files is treated as unused offsets"),
  /** Cleaning deletes only rows of slices below the cut. */
  DELETE_SCOPE("cleaning deletes the rows of a key in all slices"),
  /** The fold of a slice starts with the event ids of the horizon before it. */
  DUPLICATE_LOOKBACK("a fold starts without the event ids of the horizon before it"),
  /** Records that retention deleted are read from the master dataset. */
  ARCHIVE_FALLBACK("records that retention deleted are not read from the archive"),
  /** The number of a definition is never reused. */
  DEFINITION_NUMBER("the number of a retired definition is reused"),
  /** Progress is written after the rows that it covers. */
  PROGRESS_AFTER_ROWS("progress is written before the rows that it covers"),
  /** After an unknown outcome, a publisher reads the coverage before it decides. */
  UNKNOWN_OUTCOME("a publication of unknown outcome is treated as failed"),
  /** A cut is a boundary between slices. */
  WHOLE_SLICES("a cut may be inside a slice"),
  /** A speed layer that is behind jumps to the oldest readable cut, not to the newest. */
  READABLE_CUT("a speed layer that is behind jumps to the newest cut"),
  /** Cleaning keeps segments that a publication in progress may name. */
  PUBLICATION_GUARD("cleaning deletes every segment that is in no chain"),
  /** Records before the origin do not count. */
  ORIGIN("the speed layer folds from the start of the log"),
  /** A definition that was folded before records were lost is frozen. */
  FROZEN_DEFINITION("a speed layer that started before a loss continues behind it");

  private final String without;

  Mechanism(String without) {
    this.without = without;
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What happens without the mechanism, as a clause. */
  public String without() {
    return without;
  }
}
