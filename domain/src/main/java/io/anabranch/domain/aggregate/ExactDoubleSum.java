package io.anabranch.domain.aggregate;

import io.vavr.control.Option;

/**
 * The sum of doubles and of products, for example units × price: exact, and rounded once to the
 * nearest double, half to even, when presented.
 *
 * @see ExactSum
 */
public final class ExactDoubleSum {

  public static final Monoid<ExactDoubleSum> MONOID = new TotalMonoid();

  private final ExactSum sum;

  /** Creates a sum of 0. */
  public ExactDoubleSum() {
    this(new ExactSum());
  }

  private ExactDoubleSum(ExactSum sum) {
    this.sum = sum;
  }

  /**
   * Adds a number.
   *
   * @throws IllegalArgumentException if the term is not finite
   */
  public void add(double term) {
    sum.add(term);
  }

  /**
   * Adds the exact product of two numbers.
   *
   * @throws IllegalArgumentException if a factor is not finite
   */
  public void addProduct(double factor, double other) {
    sum.addProduct(factor, other);
  }

  /**
   * Adds the exact product of an integer and a number.
   *
   * @throws IllegalArgumentException if the number is not finite
   */
  public void addProduct(long units, double price) {
    sum.addProduct(units, price);
  }

  /** The sum, rounded; none if it is beyond the range of a double. Never −0. */
  public Option<Double> rounded() {
    return sum.rounded();
  }

  @Override
  public String toString() {
    return "ExactDoubleSum[" + sum + "]";
  }

  private static final class TotalMonoid implements Monoid<ExactDoubleSum> {

    @Override
    public ExactDoubleSum zero() {
      return new ExactDoubleSum();
    }

    @Override
    public void merge(ExactDoubleSum into, ExactDoubleSum from) {
      into.sum.merge(from.sum);
    }

    @Override
    public void write(ExactDoubleSum state, StateWriter out) {
      state.sum.write(out);
    }

    @Override
    public ExactDoubleSum read(StateReader in) {
      return new ExactDoubleSum(ExactSum.read(in));
    }
  }
}
