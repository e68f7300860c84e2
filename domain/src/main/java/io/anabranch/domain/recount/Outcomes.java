package io.anabranch.domain.recount;

/** The outcomes of the events of a range, counted one by one. */
public record Outcomes(long records, long read, long folded, long duplicate, long rejected) {

  /** The outcomes of a range without records. */
  public static final Outcomes NONE = new Outcomes(0, 0, 0, 0, 0);

  /** Whether every event that was read has exactly one outcome. */
  public boolean closes() {
    return read == folded + duplicate + rejected;
  }

  /** The outcomes of two disjoint ranges. */
  public Outcomes plus(Outcomes other) {
    return new Outcomes(
        records + other.records,
        read + other.read,
        folded + other.folded,
        duplicate + other.duplicate,
        rejected + other.rejected);
  }

  /** The outcomes of a range without a part of it. */
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
