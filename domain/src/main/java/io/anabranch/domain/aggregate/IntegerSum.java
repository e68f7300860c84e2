package io.anabranch.domain.aggregate;

import java.math.BigInteger;

/**
 * A sum of 64-bit integers that never wraps: it has 128 bits, which 2^63 terms cannot fill. Its
 * unit is the terms'.
 */
public final class IntegerSum {

  public static final Monoid<IntegerSum> MONOID = new WholeSumMonoid();

  private long high;

  /** The lower 64 bits, unsigned. */
  private long low;

  /** Creates the sum of nothing, 0. */
  public IntegerSum() {}

  /** Adds an integer. */
  public void add(long term) {
    add(term >> 63, term);
  }

  /**
   * The sum.
   *
   * @see #toLongExact where it is known to fit a long
   */
  public BigInteger toBigInteger() {
    if (fitsLong()) {
      return BigInteger.valueOf(low);
    }
    BigInteger unsignedLow =
        BigInteger.valueOf(low >>> 1).shiftLeft(1).or(BigInteger.valueOf(low & 1));
    return BigInteger.valueOf(high).shiftLeft(64).add(unsignedLow);
  }

  /**
   * The sum, where a long holds it.
   *
   * @throws ArithmeticException if none does
   */
  public long toLongExact() {
    if (!fitsLong()) {
      throw new ArithmeticException("beyond 64 bits: " + toBigInteger());
    }
    return low;
  }

  /** Whether a long holds the sum. */
  public boolean fitsLong() {
    return high == low >> 63;
  }

  @Override
  public String toString() {
    return toBigInteger().toString();
  }

  private void add(long termHigh, long termLow) {
    low += termLow;
    long carry = Long.compareUnsigned(low, termLow) < 0 ? 1 : 0;
    high += termHigh + carry;
  }

  private static final class WholeSumMonoid implements Monoid<IntegerSum> {

    @Override
    public IntegerSum zero() {
      return new IntegerSum();
    }

    @Override
    public void merge(IntegerSum into, IntegerSum from) {
      into.add(from.high, from.low);
    }

    @Override
    public void write(IntegerSum state, StateWriter out) {
      // What the lower half's sign does not say already: 0 for every sum that fits a long.
      out.writeLong(state.high - (state.low >> 63));
      out.writeLong(state.low);
    }

    @Override
    public IntegerSum read(StateReader in) {
      IntegerSum state = new IntegerSum();
      long excess = in.readLong();
      state.low = in.readLong();
      state.high = excess + (state.low >> 63);
      return state;
    }
  }
}
