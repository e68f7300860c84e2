package io.anabranch.apps.simulation;

import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Makes a schedule that finds something shorter, as long as it still finds: acts are left out, more
 * at first and then one by one, and what befalls those that stay.
 */
final class Shrinking {

  private static final int MOST_TRIES = 3_000;

  private final VirtualTimeScheduler scheduler;
  private final WorkloadUnderTest subject;
  private final Option<Mechanism> without;
  private final BooleanSupplier isStopped;
  private Schedule best;
  private Violation problem;
  private int tries;

  Shrinking(
      VirtualTimeScheduler scheduler,
      WorkloadUnderTest subject,
      Option<Mechanism> without,
      Schedule found,
      Violation problem,
      BooleanSupplier isStopped) {
    this.scheduler = scheduler;
    this.subject = subject;
    this.without = without;
    this.best = found;
    this.problem = problem;
    this.isStopped = isStopped;
  }

  /** The shortest that was found. */
  Schedule shortest() {
    tryIt(best.withOnePartition());
    int before;
    do {
      before = size(best);
      leaveOutActs();
      simplifyActs();
    } while (size(best) < before && !isDone());
    return best;
  }

  private static int size(Schedule schedule) {
    return schedule
        .acts()
        .map(act -> 8 + act.pauses().size() + act.faults().size() + (act.isFine() ? 1 : 0))
        .sum()
        .intValue();
  }

  private void leaveOutActs() {
    for (int chunk = Math.max(1, best.acts().size() / 2); chunk > 0; chunk /= 2) {
      int from = 0;
      while (from < best.acts().size() && !isDone()) {
        Vector<Step> acts = best.acts();
        Vector<Step> fewer = acts.take(from).appendAll(acts.drop(from + chunk));
        if (fewer.isEmpty() || !tryIt(best.with(fewer))) {
          from += chunk;
        }
      }
    }
  }

  private void simplifyActs() {
    tryIt(best.with(best.acts().map(Step::withoutFaults)));
    tryIt(best.with(best.acts().map(Step::withoutPauses)));
    for (int i = 0; i < best.acts().size() && !isDone(); i++) {
      tryOn(i, Step::withoutFaults);
      tryOn(i, Step::withoutPauses);
      for (int pause = best.acts().get(i).pauses().size() - 1; pause >= 0; pause--) {
        int each = pause;
        tryOn(i, act -> act.with(act.pauses().removeAt(each), act.faults()));
      }
      for (int fault = best.acts().get(i).faults().size() - 1; fault >= 0; fault--) {
        int each = fault;
        tryOn(i, act -> act.with(act.pauses(), act.faults().removeAt(each)));
      }
    }
  }

  private void tryOn(int index, UnaryOperator<Step> change) {
    Step act = best.acts().get(index);
    Step changed = change.apply(act);
    if (!changed.equals(act)) {
      tryIt(best.with(best.acts().update(index, changed)));
    }
  }

  private boolean isDone() {
    return tries >= MOST_TRIES || isStopped.getAsBoolean();
  }

  /** Takes a schedule for the best if it finds the same kind of problem, or a wrong answer. */
  private boolean tryIt(Schedule candidate) {
    if (isDone()) {
      return false;
    }
    tries++;
    Option<Violation> found =
        ScheduleRun.run(scheduler, subject, candidate, without, Trace.NONE).problem();
    boolean isAsGood =
        found.exists(p -> p.kind() == problem.kind() || p.kind() == Violation.Kind.WRONG);
    if (isAsGood) {
      best = candidate;
      problem = found.get();
    }
    return isAsGood;
  }
}
