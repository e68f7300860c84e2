package io.anabranch.domain.aggregate;

import io.vavr.control.Option;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * An exact sum of doubles and of products of two numbers. Nothing is rounded before {@link
 * #rounded}, so the sum depends only on the terms, not on their order or grouping.
 *
 * <p>The sum is an array of signed 64-bit chunks that are 32 bits apart: chunk {@code i} counts
 * units of 2^(32·(i−{@value #ORIGIN})). It covers 2^-2148 to 2^2111, which holds 2^63 of any finite
 * doubles or of any products of two. The upper half of a chunk collects carries, which are
 * propagated before they could overflow. Only the window of chunks that were touched is allocated.
 * Values of similar size touch the same two chunks; these are fields of the object itself, so that
 * an addition to one of many sums touches no other memory.
 *
 * <p>NaN and infinities are refused. −0 counts as 0.
 *
 * @see <a href="https://arxiv.org/abs/1505.05571">Radford M. Neal, Fast exact summation using small
 *     and large superaccumulators</a>
 */
public final class ExactSum {

  /** The chunk that counts ones. */
  static final int ORIGIN = 68;

  /** One more than the highest chunk that 2^63 of the largest products can reach. */
  private static final int CHUNKS = ORIGIN + 66;

  private static final int LOWEST_BIT = -32 * ORIGIN;

  private static final int FRACTION_BITS = 52;
  private static final int EXPONENT_FIELD = 0x7FF;

  /** The difference between the exponent field of a double and the exponent of its lowest bit. */
  private static final int EXPONENT_BIAS = 1075;

  private static final long IMPLICIT_BIT = 1L << FRACTION_BITS;
  private static final long CHUNK_MASK = 0xFFFF_FFFFL;

  /**
   * No term adds 2^52 or more to a chunk, and no chunk exceeds 2^52 once carries are propagated: a
   * chunk stays below 2^52 × load, and 2047 × 2^52 is still below 2^63.
   */
  private static final int FULL = 2046;

  private static final long SETTLED = 1L << 52;

  private static final long[] EMPTY = {};

  private long[] chunks = EMPTY;

  /** The index of {@code chunks[0]}. */
  private int base;

  private int load;

  // Two chunks, from pairIndex on, that are pending for the window. They hold pairLoad terms, at
  // most FULL, all of which start in the first of the two.
  private int pairIndex;
  private int pairLoad;
  private long pairLow;
  private long pairHigh;

  /** Creates a sum of 0. */
  public ExactSum() {}

  /**
   * Adds a number.
   *
   * @throws IllegalArgumentException if the term is not finite
   */
  public void add(double term) {
    long bits = Double.doubleToRawLongBits(term);
    long significand = significand(bits);
    if (significand == 0) {
      return;
    }
    addMagnitude(significand, exponentField(bits) - EXPONENT_BIAS, bits >> 63);
  }

  /**
   * Adds the exact product of two numbers, which need not be a double.
   *
   * @throws IllegalArgumentException if a factor is not finite
   */
  public void addProduct(double factor, double other) {
    long bits = Double.doubleToRawLongBits(factor);
    long otherBits = Double.doubleToRawLongBits(other);
    addProduct(
        significand(bits),
        significand(otherBits),
        exponentField(bits) + exponentField(otherBits) - 2 * EXPONENT_BIAS,
        (bits ^ otherBits) >> 63);
  }

  /**
   * Adds the exact product of an integer and a number, for example units × price.
   *
   * @throws IllegalArgumentException if the number is not finite
   */
  public void addProduct(long units, double factor) {
    long bits = Double.doubleToRawLongBits(factor);
    long unitsSign = units >> 63;
    // The magnitude of Long.MIN_VALUE is correct as an unsigned number.
    addProduct(
        (units ^ unitsSign) - unitsSign,
        significand(bits),
        exponentField(bits) - EXPONENT_BIAS,
        unitsSign ^ (bits >> 63));
  }

  /**
   * Adds ±a × b × 2^exponent.
   *
   * @param a unsigned
   * @param b below 2^53
   * @param sign 0 or −1
   */
  private void addProduct(long a, long b, int exponent, long sign) {
    long high = Math.multiplyHigh(a, b) + ((a >> 63) & b);
    long low = a * b;
    if (high == 0 && low >>> (FRACTION_BITS + 1) == 0) {
      if (low != 0) {
        addMagnitude(low, exponent, sign);
      }
      return;
    }
    addMagnitude(high, low, exponent, sign);
  }

  /**
   * Adds a number to one sum and its square to another, decomposing the number once.
   *
   * @throws IllegalArgumentException if the term is not finite
   */
  static void addWithSquare(double term, ExactSum sum, ExactSum squares) {
    long bits = Double.doubleToRawLongBits(term);
    long significand = significand(bits);
    if (significand == 0) {
      return;
    }
    int exponent = exponentField(bits) - EXPONENT_BIAS;
    sum.addMagnitude(significand, exponent, bits >> 63);
    squares.addMagnitude(
        Math.multiplyHigh(significand, significand), significand * significand, 2 * exponent, 0);
  }

  /** Adds another sum, which is not changed. */
  public void merge(ExactSum from) {
    if (from.load != 0) {
      int at = makeRoom(from.base, from.base + from.chunks.length, from.load);
      for (int i = 0; i < from.chunks.length; i++) {
        chunks[at + i] += from.chunks[i];
      }
      take(from.load);
    }
    addPairOf(from);
  }

  /** Adds the pair of a sum, which may be this one, to the window. */
  private void addPairOf(ExactSum from) {
    if (from.pairLoad != 0) {
      int at = makeRoom(from.pairIndex, from.pairIndex + 2, from.pairLoad);
      chunks[at] += from.pairLow;
      chunks[at + 1] += from.pairHigh;
      take(from.pairLoad);
    }
  }

  /** Makes room for terms in some chunks. Returns where they start in the window. */
  private int makeRoom(int from, int to, int terms) {
    if (load + terms > FULL) {
      propagate();
    }
    return cover(from, to);
  }

  private void take(int terms) {
    load += terms;
    if (load > FULL) {
      propagate();
    }
  }

  /** An independent copy. */
  ExactSum copy() {
    ExactSum copy = new ExactSum();
    copy.merge(this);
    return copy;
  }

  /**
   * Writes the exact sum: the number of its non-zero chunks, negated for a negative sum, then each
   * chunk from the lowest, preceded by the number of zero chunks before it. Equal sums are written
   * equally.
   */
  public void write(StateWriter out) {
    Digits digits = digits();
    int count = 0;
    for (long digit : digits.chunks) {
      count += digit == 0 ? 0 : 1;
    }
    out.writeLong(digits.negative ? -count : count);
    int next = ORIGIN;
    for (int i = 0; i < digits.chunks.length; i++) {
      long digit = digits.chunks[i];
      if (digit != 0) {
        int index = digits.base + i;
        out.writeLong(((long) (index - next) << 32) | digit);
        next = index + 1;
      }
    }
  }

  /**
   * Reads a sum that {@link #write} wrote.
   *
   * @throws MalformedStateException if {@link #write} does not write this content
   */
  public static ExactSum read(StateReader in) {
    long signedCount = in.readLong();
    if (signedCount < -CHUNKS || signedCount > CHUNKS) {
      throw new MalformedStateException("invalid number of chunks of a sum: " + signedCount);
    }
    int count = (int) Math.abs(signedCount);
    ExactSum sum = new ExactSum();
    int next = ORIGIN;
    for (int i = 0; i < count; i++) {
      long entry = in.readLong();
      long index = next + (entry >> 32);
      long digit = entry & CHUNK_MASK;
      if (digit == 0 || index < (i == 0 ? 0 : next) || index >= CHUNKS) {
        throw new MalformedStateException("invalid chunk " + digit + " of a sum at index " + index);
      }
      next = (int) index + 1;
      int at = sum.cover((int) index, next);
      sum.chunks[at] = signedCount < 0 ? -digit : digit;
      sum.load = 1;
    }
    return sum;
  }

  /**
   * The sum, rounded once to the nearest double, half to even; none if the rounded magnitude is
   * 2^1024 or more. Never −0.
   */
  public Option<Double> rounded() {
    Digits digits = digits();
    long[] magnitude = digits.chunks;
    int top = magnitude.length - 1;
    while (top >= 0 && magnitude[top] == 0) {
      top--;
    }
    if (top < 0) {
      return Option.some(0.0);
    }
    long second = top >= 1 ? magnitude[top - 1] : 0;
    long third = top >= 2 ? magnitude[top - 2] : 0;
    int shift = Long.numberOfLeadingZeros(magnitude[top]) - 32;
    long bits = (((magnitude[top] << 32) | second) << shift) | (third >>> (32 - shift));
    boolean hasRest = ((third << shift) & CHUNK_MASK) != 0;
    for (int i = top - 3; i >= 0 && !hasRest; i--) {
      hasRest = magnitude[i] != 0;
    }
    int exponent = LOWEST_BIT + 32 * (digits.base + top - 1) - shift;
    return Rounding.leadingBits(digits.negative, bits, hasRest, exponent);
  }

  /** The sum divided by a positive count and rounded once, as {@link #rounded} does. */
  Option<Double> dividedBy(long count) {
    Dyadic exact = exact();
    return Rounding.quotient(exact.significand(), BigInteger.valueOf(count), exact.exponent());
  }

  /** The exact sum. */
  Dyadic exact() {
    Digits digits = digits();
    long[] magnitude = digits.chunks;
    int lowest = 0;
    while (lowest < magnitude.length && magnitude[lowest] == 0) {
      lowest++;
    }
    if (lowest == magnitude.length) {
      return new Dyadic(BigInteger.ZERO, 0);
    }
    byte[] bytes = new byte[4 * (magnitude.length - lowest)];
    for (int i = lowest, end = bytes.length; i < magnitude.length; i++) {
      for (long digit = magnitude[i], j = 0; j < 4; j++, digit >>>= 8) {
        bytes[--end] = (byte) digit;
      }
    }
    return new Dyadic(
        new BigInteger(digits.negative ? -1 : 1, bytes), LOWEST_BIT + 32 * (digits.base + lowest));
  }

  @Override
  public String toString() {
    return rounded().map(String::valueOf).getOrElse("beyond the range of a double");
  }

  private static int exponentField(long bits) {
    int field = (int) (bits >>> FRACTION_BITS) & EXPONENT_FIELD;
    // Subnormals have the unit of the smallest normal numbers.
    return field == 0 ? 1 : field;
  }

  private static long significand(long bits) {
    int field = (int) (bits >>> FRACTION_BITS) & EXPONENT_FIELD;
    long fraction = bits & (IMPLICIT_BIT - 1);
    if (field == 0) {
      return fraction;
    }
    if (field == EXPONENT_FIELD) {
      throw new IllegalArgumentException("only finite numbers can be summed");
    }
    return fraction | IMPLICIT_BIT;
  }

  /** Adds ±magnitude × 2^exponent, the magnitude below 2^53 and the sign 0 or −1. */
  private void addMagnitude(long magnitude, int exponent, long sign) {
    int position = exponent - LOWEST_BIT;
    int index = position >>> 5;
    int shift = position & 31;
    long low = (((magnitude << shift) & CHUNK_MASK) ^ sign) - sign;
    long high = ((magnitude >>> (32 - shift)) ^ sign) - sign;
    if (index == pairIndex && pairLoad < FULL) {
      pairLow += low;
      pairHigh += high;
      pairLoad++;
    } else {
      addPairOf(this);
      pairIndex = index;
      pairLow = low;
      pairHigh = high;
      pairLoad = 1;
    }
  }

  /** Adds ±(high × 2^64 + low) × 2^exponent, high below 2^53, low unsigned, the sign 0 or −1. */
  private void addMagnitude(long high, long low, int exponent, long sign) {
    int position = exponent - LOWEST_BIT;
    int at = place(position >>> 5);
    int shift = position & 31;
    long middle = (low >>> (32 - shift)) | (high << (32 + shift));
    long[] target = chunks;
    target[at] += (((low << shift) & CHUNK_MASK) ^ sign) - sign;
    target[at + 1] += ((middle & CHUNK_MASK) ^ sign) - sign;
    target[at + 2] += ((middle >>> 32) ^ sign) - sign;
    target[at + 3] += ((high >>> (32 - shift)) ^ sign) - sign;
  }

  /** Makes room for one more term in four chunks. Returns where they start in the window. */
  private int place(int index) {
    if (load >= FULL) {
      propagate();
    }
    load++;
    int at = index - base;
    return at < 0 || at + 4 > chunks.length ? cover(index, index + 4) : at;
  }

  /** Widens the window to the chunks {@code [from, to)}. Returns where {@code from} is in it. */
  private int cover(int from, int to) {
    if (chunks.length == 0) {
      chunks = new long[to - from];
      base = from;
      return 0;
    }
    int lower = Math.min(base, from);
    int upper = Math.max(base + chunks.length, to);
    if (upper - lower > chunks.length) {
      long[] wider = new long[upper - lower];
      System.arraycopy(chunks, 0, wider, base - lower, chunks.length);
      chunks = wider;
      base = lower;
    }
    return from - base;
  }

  /** Carries what exceeds 32 bits upward; the highest chunk keeps the sign. */
  private void propagate() {
    int last = chunks.length - 1;
    long carry = 0;
    for (int i = 0; i < last; i++) {
      long chunk = chunks[i] + carry;
      chunks[i] = chunk & CHUNK_MASK;
      carry = chunk >> 32;
    }
    long top = chunks[last] + carry;
    if (top >= SETTLED || top <= -SETTLED) {
      cover(base, base + last + 2);
      chunks[last] = top & CHUNK_MASK;
      chunks[last + 1] = top >> 32;
    } else {
      chunks[last] = top;
    }
    load = 1;
  }

  /** The sum as sign and magnitude, each chunk from 0 to 2^32−1, from the same base. */
  private Digits digits() {
    ExactSum whole = pairLoad == 0 ? this : copy();
    long[] digits = Arrays.copyOf(whole.chunks, whole.chunks.length + 1);
    boolean negative = carry(digits) < 0;
    if (negative) {
      for (int i = 0; i < digits.length; i++) {
        digits[i] = -digits[i];
      }
      // Both times 2^(32·length) is borrowed from beyond the top: once to negate, once to carry.
      carry(digits);
    }
    return new Digits(whole.base, negative, digits);
  }

  private static long carry(long[] digits) {
    long carry = 0;
    for (int i = 0; i < digits.length; i++) {
      long chunk = digits[i] + carry;
      digits[i] = chunk & CHUNK_MASK;
      carry = chunk >> 32;
    }
    return carry;
  }

  private static final class Digits {

    private final int base;
    private final boolean negative;
    private final long[] chunks;

    Digits(int base, boolean negative, long[] chunks) {
      this.base = base;
      this.negative = negative;
      this.chunks = chunks;
    }
  }
}
