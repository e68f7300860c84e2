package io.anabranch.domain.aggregate;

import io.vavr.control.Option;

/**
 * The total of doubles and of products, as of units and prices: exact, and rounded once to the
 * nearest double, half to even, when presented.
 *
 * @see ExactSum
 */
public final class Total {

  public static final Monoid<Total> MONOID = new TotalMonoid();

  private final ExactSum sum;

  /** Creates the total of nothing, 0. */
  public Total() {
    this(new ExactSum());
  }

  private Total(ExactSum sum) {
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
   * Adds the exact product of a whole number and a number.
   *
   * @throws IllegalArgumentException if the price is not finite
   */
  public void addProduct(long units, double price) {
    sum.addProduct(units, price);
  }

  /** The total; none if no double holds it. Never −0. */
  public Option<Double> rounded() {
    return sum.rounded();
  }

  @Override
  public String toString() {
    return "Total[" + sum + "]";
  }

  private static final class TotalMonoid implements Monoid<Total> {

    @Override
    public Total zero() {
      return new Total();
    }

    @Override
    public void merge(Total into, Total from) {
      into.sum.merge(from.sum);
    }

    @Override
    public void write(Total state, StateWriter out) {
      state.sum.write(out);
    }

    @Override
    public Total read(StateReader in) {
      return new Total(ExactSum.read(in));
    }
  }
}
