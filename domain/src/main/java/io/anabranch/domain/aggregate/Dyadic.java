package io.anabranch.domain.aggregate;

import java.math.BigInteger;

/** The exact number significand × 2^exponent. A number may have several representations. */
record Dyadic(BigInteger significand, int exponent) {

  Dyadic times(BigInteger factor) {
    return new Dyadic(significand.multiply(factor), exponent);
  }

  Dyadic squared() {
    return new Dyadic(significand.multiply(significand), 2 * exponent);
  }

  Dyadic minus(Dyadic other) {
    int unit = Math.min(exponent, other.exponent);
    return new Dyadic(
        significand
            .shiftLeft(exponent - unit)
            .subtract(other.significand.shiftLeft(other.exponent - unit)),
        unit);
  }
}
