package io.anabranch.domain.view;

import io.vavr.control.Option;
import java.math.BigInteger;

/** A presented value: what stands in a field of an answer's row. */
public sealed interface Value {

  record Text(String text) implements Value {
    @Override
    public String toString() {
      return text;
    }
  }

  /** A whole number of any size. */
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
        throw new IllegalArgumentException("a presented number is finite, not " + number);
      }
    }

    @Override
    public String toString() {
      return Double.toString(number);
    }
  }

  /** There is none: no double holds it, or too few values make it. */
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
