package io.anabranch.adapters.wire;

/** What stands in a field. */
public enum JsonKind {
  /** The object has no such field. */
  MISSING,
  NULL,
  BOOLEAN,
  /** A number written without fraction and exponent. */
  INTEGER,
  /** A number written with a fraction or an exponent. */
  DECIMAL,
  TEXT,
  ARRAY,
  OBJECT
}
