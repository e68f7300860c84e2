package io.anabranch.apps.simulation;

/** How much was tried. */
record Statistics(long answers, long publications, long crashes, long failures) {

  static final Statistics NONE = new Statistics(0, 0, 0, 0);

  Statistics plus(Statistics other) {
    return new Statistics(
        answers + other.answers,
        publications + other.publications,
        crashes + other.crashes,
        failures + other.failures);
  }
}
