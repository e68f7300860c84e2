package io.anabranch.domain.recount;

/** What became of the events of a range, counted one after the other. */
public record Outcomes(long records, long read, long folded, long duplicate, long rejected) {

  /** Of a range without records. */
  public static final Outcomes NONE = new Outcomes(0, 0, 0, 0, 0);

  /** Whether every event that was read came to one end. */
  public boolean closes() {
    return read == folded + duplicate + rejected;
  }

  /** Those of two ranges that share no record. */
  public Outcomes plus(Outcomes other) {
    return new Outcomes(
        records + other.records,
        read + other.read,
        folded + other.folded,
        duplicate + other.duplicate,
        rejected + other.rejected);
  }

  /** Those of what is left of a range without a part of it. */
  public Outcomes minus(Outcomes part) {
    return new Outcomes(
        records - part.records,
        read - part.read,
        folded - part.folded,
        duplicate - part.duplicate,
        rejected - part.rejected);
  }

  @Override
  public String toString() {
    return records
        + " records, read "
        + read
        + " = folded "
        + folded
        + " + duplicate "
        + duplicate
        + " + rejected "
        + rejected;
  }
}
