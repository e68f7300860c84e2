package io.anabranch.domain.aggregate;

import io.vavr.control.Option;
import org.jspecify.annotations.Nullable;

/**
 * The count and arithmetic mean of doubles: the exact sum divided by the count, rounded once to the
 * nearest double, half to even.
 *
 * <p>The state is the count and the exact sum; for a single value, the value. −0 counts as 0.
 *
 * @see ExactSum
 */
public final class Average {

  public static final Monoid<Average> MONOID = new AverageMonoid();

  private long count;
  private double only;

  /** Absent while the count is at most one. */
  private @Nullable ExactSum sum;

  /** Creates an average without values. */
  public Average() {}

  /**
   * Adds a value.
   *
   * @throws IllegalArgumentException if the value is not finite
   */
  public void add(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("only finite numbers have a mean");
    }
    if (count == 0) {
      only = value + 0.0;
    } else {
      sum().add(value);
    }
    count++;
  }

  /** The number of values added. */
  public long count() {
    return count;
  }

  /** The mean, in the unit of the values; none without values. */
  public Option<Double> mean() {
    if (count <= 1) {
      return count == 0 ? Option.none() : Option.some(only);
    }
    return sum().dividedBy(count);
  }

  @Override
  public String toString() {
    return "Average[count=" + count + ", mean=" + mean() + "]";
  }

  private ExactSum sum() {
    ExactSum present = sum;
    if (present == null) {
      present = new ExactSum();
      if (count >= 1) {
        present.add(only);
      }
      sum = present;
    }
    return present;
  }

  private static final class AverageMonoid implements Monoid<Average> {

    @Override
    public Average zero() {
      return new Average();
    }

    @Override
    public void merge(Average into, Average from) {
      if (from.count == 1) {
        into.add(from.only);
      } else if (from.count > 1) {
        into.sum().merge(from.sum());
        into.count += from.count;
      }
    }

    @Override
    public void write(Average state, StateWriter out) {
      out.writeLong(state.count);
      if (state.count == 1) {
        out.writeDouble(state.only);
      } else if (state.count > 1) {
        state.sum().write(out);
      }
    }

    @Override
    public Average read(StateReader in) {
      Average state = new Average();
      state.count = Content.count(in, Long.MAX_VALUE);
      if (state.count == 1) {
        state.only = Content.finite(in);
      } else if (state.count > 1) {
        state.sum = ExactSum.read(in);
      }
      return state;
    }
  }
}
