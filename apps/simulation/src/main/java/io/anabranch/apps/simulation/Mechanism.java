package io.anabranch.apps.simulation;

import java.util.Locale;

/**
 * What keeps answers exact. Each can be taken out of a simulation, which must then find a wrong or
 * stuck answer: so it is seen that the mechanism is needed, and that the simulation can see.
 */
public enum Mechanism {
  /** A store keeps the highest version of a row, so that a writer that is behind does no harm. */
  ROW_VERSIONS("a store keeps whatever row was written last"),
  /** Rows above the progress are read again, or their slice is left out. */
  SETTLED_READ("a reader takes rows above the progress as they are"),
  /** The floor is read again after the rows, before anything is shown. */
  FLOOR_CHECK("a reader does not look whether its epoch was cleaned meanwhile"),
  /** A change of the coverage stands only if it was made from the one that stands. */
  EPOCH_CAS("a change of the coverage always wins"),
  /** A gap between archived files stops whoever meets it. */
  MANIFEST_CHAIN("what lies between two archived files is taken for a hole of offsets"),
  /** Cleaning deletes rows of slices below the cut alone. */
  DELETE_SCOPE("cleaning deletes a key's rows of all slices"),
  /** A fold of a slice starts with the ids of the horizon before it. */
  DUPLICATE_LOOKBACK("a fold starts without the ids of the horizon before it"),
  /** What retention took is read from the master dataset. */
  ARCHIVE_FALLBACK("what retention took from the log is read nowhere else"),
  /** The number of a definition is never given twice. */
  DEFINITION_NUMBER("the number of a retired definition is given again"),
  /** Progress is written after the rows that it vouches for. */
  PROGRESS_AFTER_ROWS("progress is written before the rows that it vouches for"),
  /** A change of unknown outcome is looked up before anything is concluded. */
  UNKNOWN_OUTCOME("a publication of unknown outcome is discarded"),
  /** A cut stands between slices. */
  WHOLE_SLICES("a cut may stand inside a slice"),
  /** A speed layer that is behind jumps to the oldest cut that is read, not to the newest. */
  READABLE_CUT("a speed layer that is behind jumps to the newest cut"),
  /** Cleaning leaves segments that a publication under way may name. */
  PUBLICATION_GUARD("cleaning deletes every segment that no chain names"),
  /** Nothing before the origin counts. */
  ORIGIN("the speed layer folds from the start of the log"),
  /** A definition that was folded before something was lost stands still. */
  STANDING_STILL("a speed layer from before a loss goes on behind it");

  private final String without;

  Mechanism(String without) {
    this.without = without;
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What happens without it, in words. */
  public String without() {
    return without;
  }
}
