package io.anabranch.apps.ingest.generate;

import java.util.List;
import java.util.SplittableRandom;

/** A seeded source of random values. */
final class Randomness {

  private final SplittableRandom random;

  Randomness(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** An integer from 0 to a bound, exclusive. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** A number from 0, inclusive, to 1, exclusive. */
  double fraction() {
    return random.nextDouble();
  }

  /** True with the given probability. */
  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  /** An element of a list, uniformly distributed. */
  <T> T oneOf(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** An integer from 0 to a bound, exclusive, skewed towards small numbers. */
  int skewedBelow(int bound) {
    double fraction = random.nextDouble();
    return (int) (fraction * fraction * fraction * bound);
  }

  /** Exponentially distributed time until the next event of a Poisson process. */
  double wait(double perUnit) {
    return -Math.log(1 - random.nextDouble()) / perUnit;
  }

  /** A triangularly distributed number from -1 to 1 with mean 0. */
  double noise() {
    double up = random.nextDouble();
    double down = random.nextDouble();
    return up - down;
  }
}
