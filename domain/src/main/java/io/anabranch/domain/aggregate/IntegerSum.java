package io.anabranch.domain.aggregate;

import java.math.BigInteger;

/**
 * A sum of 64-bit integers that never wraps: it has 128 bits, enough for 2^63 terms. Its unit is
 * that of the terms.
 */
public final class IntegerSum {

  public static final Monoid<IntegerSum> MONOID = new WholeSumMonoid();

  private long high;

  /** The lower 64 bits, unsigned. */
  private long low;

  /** Creates a sum of 0. */
  public IntegerSum() {}

  /** Adds an integer. */
  public void add(long term) {
    add(term >> 63, term);
  }

  /**
   * The sum.
   *
   * @see #toLongExact if it is known to fit a long
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
   * The sum as a long.
   *
   * @throws ArithmeticException if it does not fit
   */
  public long toLongExact() {
    if (!fitsLong()) {
      throw new ArithmeticException("the sum is beyond 64 bits: " + toBigInteger());
    }
    return low;
  }

  /** Whether the sum fits a long. */
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
      // The part that the sign of the lower half does not imply: 0 for every sum that fits a long.
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
