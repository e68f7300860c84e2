package io.anabranch.apps.simulate;

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

  private final Stage stage;
  private final Subject subject;
  private final Option<Mechanism> without;
  private final BooleanSupplier isStopped;
  private Schedule best;
  private Problem problem;
  private int tries;

  Shrinking(
      Stage stage,
      Subject subject,
      Option<Mechanism> without,
      Schedule found,
      Problem problem,
      BooleanSupplier isStopped) {
    this.stage = stage;
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
        .map(act -> 8 + act.stalls().size() + act.mishaps().size() + (act.isFine() ? 1 : 0))
        .sum()
        .intValue();
  }

  private void leaveOutActs() {
    for (int chunk = Math.max(1, best.acts().size() / 2); chunk > 0; chunk /= 2) {
      int from = 0;
      while (from < best.acts().size() && !isDone()) {
        Vector<Act> acts = best.acts();
        Vector<Act> fewer = acts.take(from).appendAll(acts.drop(from + chunk));
        if (fewer.isEmpty() || !tryIt(best.with(fewer))) {
          from += chunk;
        }
      }
    }
  }

  private void simplifyActs() {
    tryIt(best.with(best.acts().map(Act::calm)));
    tryIt(best.with(best.acts().map(Act::swift)));
    for (int i = 0; i < best.acts().size() && !isDone(); i++) {
      tryOn(i, Act::calm);
      tryOn(i, Act::swift);
      for (int stall = best.acts().get(i).stalls().size() - 1; stall >= 0; stall--) {
        int each = stall;
        tryOn(i, act -> act.with(act.stalls().removeAt(each), act.mishaps()));
      }
      for (int mishap = best.acts().get(i).mishaps().size() - 1; mishap >= 0; mishap--) {
        int each = mishap;
        tryOn(i, act -> act.with(act.stalls(), act.mishaps().removeAt(each)));
      }
    }
  }

  private void tryOn(int index, UnaryOperator<Act> change) {
    Act act = best.acts().get(index);
    Act changed = change.apply(act);
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
    Option<Problem> found = Play.perform(stage, subject, candidate, without, Trace.NONE).problem();
    boolean isAsGood =
        found.exists(p -> p.kind() == problem.kind() || p.kind() == Problem.Kind.WRONG);
    if (isAsGood) {
      best = candidate;
      problem = found.get();
    }
    return isAsGood;
  }
}
