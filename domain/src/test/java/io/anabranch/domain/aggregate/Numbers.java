package io.anabranch.domain.aggregate;

import io.vavr.control.Option;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.random.RandomGenerator;

/** Doubles of all kinds, and reference results of exact arithmetic by other means. */
final class Numbers {

  private static final double[] EDGES = {
    0.0,
    -0.0,
    1.0,
    -1.0,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Math.nextDown(Double.MIN_NORMAL),
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    0x1p1023,
    0x1p-1022,
    0x1p-537,
    0x1p-538,
    0x1p52,
    0x1p53,
    0x1.fffffffffffffp31,
    -0x1.fffffffffffffp-33,
    0.1,
    1e308,
    -1e308,
    1e154
  };

  /** 2^-1075, half the smallest positive double. */
  private static final int HALF_UNIT = 1075;

  private static final long INFINITY = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
  private static final BigDecimal UNITS = new BigDecimal(BigInteger.ONE.shiftLeft(2148));

  private Numbers() {}

  /** A finite double: random bits, an edge case, or the magnitude of a measurement. */
  static double any(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> EDGES[random.nextInt(EDGES.length)];
      case 1 -> anyBits(random);
      case 2 -> random.nextInt(-5, 6);
      default -> Math.round(random.nextDouble(-1000, 1000) * 100) / 100.0;
    };
  }

  /** A finite double with a uniformly distributed exponent. */
  static double anyBits(RandomGenerator random) {
    double value;
    do {
      value = Double.longBitsToDouble(random.nextLong());
    } while (!Double.isFinite(value));
    return value;
  }

  /**
   * The double nearest to numerator / denominator, ties to even; infinite beyond the range, never
   * −0. It is found by comparison with doubles, without rounding.
   */
  static double nearest(BigInteger numerator, BigInteger denominator) {
    if (numerator.signum() < 0) {
      return 0.0 - nearest(numerator.negate(), denominator);
    }
    BigInteger scaled = numerator.shiftLeft(HALF_UNIT);
    // Bisects the doubles, which are ordered as their bits; 2^1024 stands for infinity.
    long below = 0;
    long high = INFINITY;
    while (below < high) {
      long middle = (below + high + 1) >>> 1;
      if (halfUnits(middle).multiply(denominator).compareTo(scaled) <= 0) {
        below = middle;
      } else {
        high = middle - 1;
      }
    }
    if (below == INFINITY) {
      return Double.POSITIVE_INFINITY;
    }
    BigInteger middle = halfUnits(below).add(halfUnits(below + 1)).shiftRight(1);
    int side = scaled.compareTo(middle.multiply(denominator));
    return Double.longBitsToDouble(side > 0 || (side == 0 && (below & 1) != 0) ? below + 1 : below);
  }

  /** The presented value of an exact figure: the nearest double, or none. */
  static Option<Double> presented(BigInteger numerator, BigInteger denominator) {
    return Option.of(nearest(numerator, denominator)).filter(Double::isFinite);
  }

  /**
   * The exact value of a double in units of 2^-2148, in which every product of two is an integer.
   */
  static BigInteger units(double value) {
    return new BigDecimal(value).multiply(UNITS).toBigIntegerExact();
  }

  /** 2^2148, the denominator of {@link #units}. */
  static BigInteger one() {
    return UNITS.toBigIntegerExact();
  }

  private static BigInteger halfUnits(long bits) {
    long field = bits >>> 52;
    long fraction = bits & ((1L << 52) - 1);
    return field == 0
        ? BigInteger.valueOf(fraction).shiftLeft(1)
        : BigInteger.valueOf(fraction | (1L << 52)).shiftLeft((int) field);
  }
}
