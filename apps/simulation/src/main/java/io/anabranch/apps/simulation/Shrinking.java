package io.anabranch.apps.simulation;

import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Shrinks a schedule that violates an invariant, as delta debugging does: removes steps in halving
 * chunks, then faults and pauses of the remaining steps, as long as the violation persists.
 */
final class Shrinking {

  private static final int MAX_TRIES = 3_000;

  private final VirtualTimeScheduler scheduler;
  private final WorkloadUnderTest underTest;
  private final Option<Mechanism> without;
  private final BooleanSupplier isStopped;
  private Schedule best;
  private Violation violation;
  private int tries;

  Shrinking(
      VirtualTimeScheduler scheduler,
      WorkloadUnderTest underTest,
      Option<Mechanism> without,
      Schedule found,
      Violation violation,
      BooleanSupplier isStopped) {
    this.scheduler = scheduler;
    this.underTest = underTest;
    this.without = without;
    this.best = found;
    this.violation = violation;
    this.isStopped = isStopped;
  }

  /** The smallest schedule that was found. */
  Schedule shrink() {
    accepts(best.withOnePartition());
    int before;
    do {
      before = size(best);
      removeSteps();
      simplifySteps();
    } while (size(best) < before && !isDone());
    return best;
  }

  private static int size(Schedule schedule) {
    return schedule
        .steps()
        .map(
            step ->
                8 + step.pauses().size() + step.faults().size() + (step.isFineGrained() ? 1 : 0))
        .sum()
        .intValue();
  }

  private void removeSteps() {
    for (int chunk = Math.max(1, best.steps().size() / 2); chunk > 0; chunk /= 2) {
      int from = 0;
      while (from < best.steps().size() && !isDone()) {
        Vector<Step> steps = best.steps();
        Vector<Step> fewer = steps.take(from).appendAll(steps.drop(from + chunk));
        if (fewer.isEmpty() || !accepts(best.with(fewer))) {
          from += chunk;
        }
      }
    }
  }

  private void simplifySteps() {
    accepts(best.with(best.steps().map(Step::withoutFaults)));
    accepts(best.with(best.steps().map(Step::withoutPauses)));
    for (int i = 0; i < best.steps().size() && !isDone(); i++) {
      simplify(i, Step::withoutFaults);
      simplify(i, Step::withoutPauses);
      for (int pause = best.steps().get(i).pauses().size() - 1; pause >= 0; pause--) {
        int index = pause;
        simplify(i, step -> step.with(step.pauses().removeAt(index), step.faults()));
      }
      for (int fault = best.steps().get(i).faults().size() - 1; fault >= 0; fault--) {
        int index = fault;
        simplify(i, step -> step.with(step.pauses(), step.faults().removeAt(index)));
      }
    }
  }

  private void simplify(int index, UnaryOperator<Step> change) {
    Step step = best.steps().get(index);
    Step changed = change.apply(step);
    if (!changed.equals(step)) {
      accepts(best.with(best.steps().update(index, changed)));
    }
  }

  private boolean isDone() {
    return tries >= MAX_TRIES || isStopped.getAsBoolean();
  }

  /** Accepts a schedule that violates the same kind of invariant, or gives a wrong answer. */
  private boolean accepts(Schedule candidate) {
    if (isDone()) {
      return false;
    }
    tries++;
    Option<Violation> found =
        ScheduleRun.run(scheduler, underTest, candidate, without, Trace.NONE).violation();
    boolean isAccepted =
        found.exists(p -> p.kind() == violation.kind() || p.kind() == Violation.Kind.WRONG_ANSWER);
    if (isAccepted) {
      best = candidate;
      violation = found.get();
    }
    return isAccepted;
  }
}
