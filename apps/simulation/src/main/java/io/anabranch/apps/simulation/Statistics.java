package io.anabranch.apps.simulation;

/** Counts over one or more schedules. */
record Statistics(long answers, long publications, long crashes, long failures) {

  static final Statistics NONE = new Statistics(0, 0, 0, 0);

  Statistics plus(Statistics more) {
    return new Statistics(
        answers + more.answers,
        publications + more.publications,
        crashes + more.crashes,
        failures + more.failures);
  }
}
