package io.anabranch.apps.ingest.generate;

/** What may be out of the ordinary about a record: an ordinary one is {@link #NONE}. */
public enum Anomaly {
  NONE,

  /** It tells of something that happened long before it was sent. */
  LATE,

  /** The same bytes were sent before. */
  REPEATED,

  /** Something in it, or all of it, does not fit its format. */
  BROKEN,

  /** It belongs to the reference log. */
  REFERENCE
}
