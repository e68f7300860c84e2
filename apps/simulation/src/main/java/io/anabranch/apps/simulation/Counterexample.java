package io.anabranch.apps.simulation;

import io.vavr.collection.Vector;
import io.vavr.control.Option;

/**
 * A schedule that violates an invariant, shrunk to as few steps as possible.
 *
 * @param seed of the schedule; the seed and the workload determine the whole schedule
 * @param without the mechanism that was taken out
 * @param violation the violated invariant, in one line
 * @param details expected and found rows, provenance
 * @param steps how many steps the schedule had
 * @param shrunkSteps how many steps are left after shrinking
 * @param trace of the shrunk schedule, line by line
 */
public record Counterexample(
    long seed,
    Option<Mechanism> without,
    String violation,
    Vector<String> details,
    int steps,
    int shrunkSteps,
    Vector<String> trace) {

  /** The trace, the violation and the seed, to be printed. */
  public String describe() {
    StringBuilder text = new StringBuilder(4_096);
    trace.forEach(line -> text.append(line).append('\n'));
    text.append('\n').append(violation).append('\n');
    details.forEach(line -> text.append("  ").append(line).append('\n'));
    text.append('\n')
        .append("seed ")
        .append(seed)
        .append(", ")
        .append(shrunkSteps)
        .append(" of its ")
        .append(steps)
        .append(" steps");
    without.forEach(mechanism -> text.append(", without ").append(mechanism));
    return text.append('\n').toString();
  }

  @Override
  public String toString() {
    return describe();
  }
}
