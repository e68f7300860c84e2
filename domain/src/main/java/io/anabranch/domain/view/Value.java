package io.anabranch.domain.view;

import io.vavr.control.Option;
import java.math.BigInteger;

/** A presented value of a field. */
public sealed interface Value {

  record Text(String text) implements Value {
    @Override
    public String toString() {
      return text;
    }
  }

  /** An integer of any size. */
  record Whole(BigInteger number) implements Value {
    @Override
    public String toString() {
      return number.toString();
    }
  }

  /** Rounded once, half to even; finite. */
  record Real(double number) implements Value {
    public Real {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("a presented number must be finite, not " + number);
      }
    }

    @Override
    public String toString() {
      return Double.toString(number);
    }
  }

  /** No value: it is beyond the range of a double, or there are too few values to compute it. */
  record Absent() implements Value {
    @Override
    public String toString() {
      return "";
    }
  }

  static Value of(String text) {
    return new Text(text);
  }

  static Value of(long number) {
    return new Whole(BigInteger.valueOf(number));
  }

  static Value of(BigInteger number) {
    return new Whole(number);
  }

  static Value of(double number) {
    return new Real(number);
  }

  static Value of(Option<Double> number) {
    return number.<Value>map(Real::new).getOrElse(Absent::new);
  }
}
