package io.anabranch.apps.ingest.generate;

/** A deliberate anomaly of a generated record; {@link #NONE} for a normal one. */
public enum Anomaly {
  NONE,

  /** It describes an event long before the time of sending. */
  LATE,

  /** It repeats the bytes of an earlier record. */
  REPEATED,

  /** It violates its format. */
  BROKEN,

  /** It is reference data. */
  REFERENCE
}
