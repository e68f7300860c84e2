package io.anabranch.apps.simulation;

import io.vavr.collection.Vector;
import io.vavr.control.Option;

/**
 * A schedule in which something was wrong, made as short as it could be.
 *
 * @param seed of the schedule: it alone, and the workload, give all that happens
 * @param without what was taken out
 * @param problem what was wrong, in one line
 * @param details expected and found rows, provenance
 * @param acts how many acts the schedule had
 * @param shortest how many are left
 * @param trace what happened in the shortest, line by line
 */
public record Counterexample(
    long seed,
    Option<Mechanism> without,
    String problem,
    Vector<String> details,
    int acts,
    int shortest,
    Vector<String> trace) {

  /** All of it, for people. */
  public String describe() {
    StringBuilder text = new StringBuilder(4_096);
    trace.forEach(line -> text.append(line).append('\n'));
    text.append('\n').append(problem).append('\n');
    details.forEach(line -> text.append("  ").append(line).append('\n'));
    text.append('\n')
        .append("seed ")
        .append(seed)
        .append(", ")
        .append(shortest)
        .append(" of its ")
        .append(acts)
        .append(" acts");
    without.forEach(mechanism -> text.append(", without ").append(mechanism));
    return text.append('\n').toString();
  }

  @Override
  public String toString() {
    return describe();
  }
}
