package io.anabranch.domain.aggregate;

import io.vavr.control.Option;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Count, sum, mean, sample variance, minimum and maximum of doubles. Each is presented as the exact
 * figure rounded once to the nearest double, half to even, so answers depend only on the values
 * added, not on how they were split.
 *
 * <p>The state is the count, the extremes, and the exact sums of the values and of their squares.
 * The sums exist from the third value on: two values are their own extremes, and most rows hold one
 * value.
 *
 * <p>Units: sum, mean and extremes have the unit of the values, the variance its square. −0 counts
 * as 0.
 *
 * @see <a href="https://arxiv.org/abs/1505.05571">Radford M. Neal, Fast exact summation using small
 *     and large superaccumulators</a>
 */
public final class Moments {

  public static final Monoid<Moments> MONOID = new MomentsMonoid();

  private long count;
  private double least;
  private double greatest;

  /** Null while the count is at most two, when the extremes are the values. */
  private @Nullable Sums sums;

  /** Creates moments without values. */
  public Moments() {}

  /**
   * Adds a value.
   *
   * @throws IllegalArgumentException if the value is not finite
   */
  public void add(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("only finite numbers have moments");
    }
    double term = value + 0.0;
    if (count >= 2) {
      sums().add(term);
    }
    if (count == 0 || term < least) {
      least = term;
    }
    if (count == 0 || term > greatest) {
      greatest = term;
    }
    count++;
  }

  /** The number of values added. */
  public long count() {
    return count;
  }

  /** The sum, 0 without values; none if it is beyond the range of a double. */
  public Option<Double> sum() {
    return exactSums().sum.rounded();
  }

  /** The minimum; none without values. */
  public Option<Double> min() {
    return count == 0 ? Option.none() : Option.some(least);
  }

  /** The maximum; none without values. */
  public Option<Double> max() {
    return count == 0 ? Option.none() : Option.some(greatest);
  }

  /** The arithmetic mean; none without values. */
  public Option<Double> mean() {
    if (count <= 1) {
      return min();
    }
    return exactSums().sum.dividedBy(count);
  }

  /**
   * The sample variance, (Σx² − (Σx)²/n) / (n − 1); none for fewer than two values, or if it is
   * beyond the range of a double.
   */
  public Option<Double> variance() {
    if (count < 2) {
      return Option.none();
    }
    Sums exact = exactSums();
    BigInteger n = BigInteger.valueOf(count);
    Dyadic numerator = exact.squares.exact().times(n).minus(exact.sum.exact().squared());
    return Rounding.quotient(
        numerator.significand(), n.multiply(BigInteger.valueOf(count - 1)), numerator.exponent());
  }

  @Override
  public String toString() {
    return "Moments[count=" + count + ", sum=" + exactSums().sum + "]";
  }

  /** The sums, allocated for adding. */
  private Sums sums() {
    Sums present = sums;
    if (present == null) {
      present = exactSums();
      sums = present;
    }
    return present;
  }

  /** The sums for reading: the stored ones, or those of at most two values. */
  private Sums exactSums() {
    Sums present = sums;
    if (present != null) {
      return present;
    }
    Sums fresh = new Sums(new ExactSum(), new ExactSum());
    if (count >= 1) {
      fresh.add(least);
    }
    if (count >= 2) {
      fresh.add(greatest);
    }
    return fresh;
  }

  private void merge(Moments from) {
    if (from.count == 0) {
      return;
    }
    if (from.count <= 2) {
      boolean two = from.count == 2;
      add(from.least);
      if (two) {
        add(from.greatest);
      }
      return;
    }
    Sums others = from.exactSums();
    Sums own = sums();
    own.sum.merge(others.sum);
    own.squares.merge(others.squares);
    least = count == 0 ? from.least : Math.min(least, from.least);
    greatest = count == 0 ? from.greatest : Math.max(greatest, from.greatest);
    count += from.count;
  }

  private record Sums(ExactSum sum, ExactSum squares) {
    void add(double term) {
      ExactSum.addWithSquare(term, sum, squares);
    }
  }

  private static final class MomentsMonoid implements Monoid<Moments> {

    @Override
    public Moments zero() {
      return new Moments();
    }

    @Override
    public void merge(Moments into, Moments from) {
      into.merge(from);
    }

    @Override
    public void write(Moments state, StateWriter out) {
      out.writeLong(state.count);
      if (state.count >= 1) {
        out.writeDouble(state.least);
      }
      if (state.count >= 2) {
        out.writeDouble(state.greatest);
      }
      if (state.count >= 3) {
        Sums sums = state.exactSums();
        sums.sum.write(out);
        sums.squares.write(out);
      }
    }

    @Override
    public Moments read(StateReader in) {
      Moments state = new Moments();
      state.count = Content.count(in, Long.MAX_VALUE);
      if (state.count >= 1) {
        state.least = Content.finite(in);
        state.greatest = state.least;
      }
      if (state.count >= 2) {
        state.greatest = Content.finite(in);
        if (state.greatest < state.least) {
          throw new MalformedStateException("the maximum is less than the minimum");
        }
      }
      if (state.count >= 3) {
        state.sums = new Sums(ExactSum.read(in), ExactSum.read(in));
      }
      return state;
    }
  }
}
