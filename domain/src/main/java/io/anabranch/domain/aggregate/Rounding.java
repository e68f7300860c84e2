package io.anabranch.domain.aggregate;

import io.vavr.control.Option;
import java.math.BigInteger;

/**
 * Rounds an exact number once to the nearest double, half to even, with gradual underflow. The
 * result is none if the rounded magnitude is 2^1024 or more; a zero result is +0.
 *
 * @see <a href="https://doi.org/10.1109/IEEESTD.2019.8766229">IEEE 754-2019, 4.3.1
 *     roundTiesToEven</a>
 */
final class Rounding {

  private static final int FRACTION_BITS = 52;
  private static final int LARGEST_EXPONENT = 1023;
  private static final int SMALLEST_EXPONENT = -1074;
  private static final int EXPONENT_BIAS = 1075;
  private static final long INFINITY = 0x7FF0_0000_0000_0000L;
  private static final long HALF = Long.MIN_VALUE;

  private Rounding() {}

  /**
   * Rounds numerator / denominator × 2^exponent.
   *
   * @throws ArithmeticException if the denominator is not positive
   */
  static Option<Double> quotient(BigInteger numerator, BigInteger denominator, int exponent) {
    if (denominator.signum() <= 0) {
      throw new ArithmeticException("the denominator must be positive");
    }
    if (numerator.signum() == 0) {
      return Option.some(0.0);
    }
    BigInteger magnitude = numerator.abs();
    // A quotient of 63 or 64 bits, at least ten more than a double has, so the remainder only
    // breaks ties.
    int shift = 63 - (magnitude.bitLength() - denominator.bitLength());
    BigInteger[] quotientAndRest =
        shift >= 0
            ? magnitude.shiftLeft(shift).divideAndRemainder(denominator)
            : magnitude.divideAndRemainder(denominator.shiftLeft(-shift));
    long quotient = quotientAndRest[0].longValue();
    int leading = Long.numberOfLeadingZeros(quotient);
    return leadingBits(
        numerator.signum() < 0,
        quotient << leading,
        quotientAndRest[1].signum() != 0,
        exponent - shift - leading);
  }

  /**
   * /** Rounds ±(bits + rest) × 2^exponent.
   *
   * @param bits 64 bits, unsigned, the highest bit set
   * @param hasRest whether there is a non-zero rest, less than two units of the lowest bit
   */
  static Option<Double> leadingBits(boolean negative, long bits, boolean hasRest, int exponent) {
    if (exponent + 63 > LARGEST_EXPONENT) {
      return Option.none();
    }
    int unit = Math.max(exponent + 63 - FRACTION_BITS, SMALLEST_EXPONENT);
    int dropped = unit - exponent;
    if (dropped > 64) {
      return Option.some(0.0);
    }
    long kept = dropped == 64 ? 0 : bits >>> dropped;
    int comparedToHalf = Long.compareUnsigned(bits << (64 - dropped), HALF);
    if (comparedToHalf > 0 || (comparedToHalf == 0 && (hasRest || (kept & 1) != 0))) {
      kept++;
    }
    // The implicit bit of a normal number adds one to the exponent field, and so does a carry.
    long encoded =
        unit == SMALLEST_EXPONENT
            ? kept
            : ((long) (unit + EXPONENT_BIAS - 1) << FRACTION_BITS) + kept;
    if (encoded >= INFINITY) {
      return Option.none();
    }
    double magnitude = Double.longBitsToDouble(encoded);
    return Option.some(negative && magnitude != 0 ? -magnitude : magnitude);
  }
}
