package io.anabranch.adapters.wire;

/** The type of a field's value. */
public enum JsonKind {
  /** The object has no such field. */
  MISSING,
  NULL,
  BOOLEAN,
  /** A number without fraction and exponent. */
  INTEGER,
  /** A number with a fraction or an exponent. */
  DECIMAL,
  TEXT,
  ARRAY,
  OBJECT
}
