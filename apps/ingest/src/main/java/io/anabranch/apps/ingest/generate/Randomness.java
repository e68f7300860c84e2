package io.anabranch.apps.ingest.generate;

import java.util.List;
import java.util.SplittableRandom;

/** Chance that a seed decides. */
final class Randomness {

  private final SplittableRandom random;

  Randomness(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A whole number from 0 up to a bound, exclusive. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From 0, inclusive, to 1, exclusive. */
  double fraction() {
    return random.nextDouble();
  }

  /** Whether something happens that does with a probability. */
  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  /** One of some, each as likely as the others. */
  <T> T oneOf(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  /** A whole number from 0 up to a bound, exclusive; small ones are much more likely. */
  int fewOf(int bound) {
    double fraction = random.nextDouble();
    return (int) (fraction * fraction * fraction * bound);
  }

  /** How long until the next of events that come by chance, when so many come in a unit of time. */
  double wait(double perUnit) {
    return -Math.log(1 - random.nextDouble()) / perUnit;
  }

  /** Around 0, within ±1, and nearer to 0 more often. */
  double wobble() {
    double up = random.nextDouble();
    double down = random.nextDouble();
    return up - down;
  }
}
