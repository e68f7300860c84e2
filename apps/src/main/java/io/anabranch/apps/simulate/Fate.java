package io.anabranch.apps.simulate;

import io.anabranch.apps.simulate.Act.Fault;
import io.anabranch.apps.simulate.Act.Mishap;
import io.anabranch.apps.simulate.Act.Stall;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.PortCall;
import io.vavr.control.Option;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What befalls the calls of the act that runs: it stands still before them while others go on, they
 * fail, it dies. All of it was decided with the schedule.
 */
final class Fate implements Faults {

  /** More calls than any schedule needs: whoever makes them is going round in circles. */
  private static final int MOST_CALLS = 200_000;

  /** What an act has been through. */
  static final class Run {
    private final Act act;
    private final SplittableRandom random;
    private int calls;
    private int writes;
    private boolean isDead;
    private boolean hasFailed;

    Run(Act act) {
      this.act = act;
      this.random = new SplittableRandom(act.seed());
    }

    Act act() {
      return act;
    }

    SplittableRandom random() {
      return random;
    }

    boolean isDead() {
      return isDead;
    }

    /** Whether a call of it was told to have failed. */
    boolean hasFailed() {
      return hasFailed;
    }
  }

  private final Stage stage;
  private final Trace trace;
  private @Nullable Run running;
  private boolean isOver;
  private int calls;
  private long crashes;
  private long failures;

  Fate(Stage stage, Trace trace) {
    this.stage = stage;
    this.trace = trace;
  }

  long crashes() {
    return crashes;
  }

  long failures() {
    return failures;
  }

  /** Everybody dies at the next call. */
  void end() {
    isOver = true;
  }

  boolean isOver() {
    return isOver;
  }

  /** An act begins; without one, calls are calm. */
  Run begin(Act act) {
    Run run = new Run(act);
    running = run;
    trace.at(stage.now());
    return run;
  }

  void finish() {
    running = null;
  }

  /** Something that is not an act's own: it meets no fate. */
  <T> T calmly(Calm<T> asking) {
    Run before = running;
    running = null;
    try {
      return asking.ask();
    } catch (StoreFailure failure) {
      throw new IllegalStateException("a failure out of nothing", failure);
    } finally {
      running = before;
    }
  }

  /** A question that nothing befalls. */
  @FunctionalInterface
  interface Calm<T> {
    T ask() throws StoreFailure;
  }

  @Override
  public void before(PortCall call) throws StoreFailure {
    Run run = running;
    if (run == null) {
      return;
    }
    dieIfOver(run);
    if (++calls > MOST_CALLS) {
      throw new IllegalStateException("no end after " + MOST_CALLS + " calls of ports");
    }
    int number = run.calls++;
    for (Stall stall : run.act.stalls()) {
      if (stall.call() == number) {
        trace.stalls(run.act, call, stall.ticks());
        pause(run, stall.ticks());
      }
    }
    if (run.act.isFine()) {
      pause(run, run.random.nextInt(3));
    }
    dieIfOver(run);
    trace.calls(run.act, call);
    Option<Mishap> mishap = mishapOf(run, number);
    if (mishap.isDefined()) {
      befall(run, call, mishap.get().fault());
    }
  }

  @Override
  public void after(PortCall call) throws StoreFailure {
    Run run = running;
    if (run == null) {
      return;
    }
    dieIfOver(run);
    Option<Mishap> mishap = mishapOf(run, run.calls - 1);
    if (mishap.isDefined()) {
      befallDone(run, call, mishap.get().fault());
    }
  }

  private void dieIfOver(Run run) {
    if (isOver || run.isDead) {
      run.isDead = true;
      throw new Crash();
    }
  }

  private void pause(Run run, long ticks) {
    if (ticks > 0) {
      stage.pause(ticks);
      running = run;
      trace.at(stage.now());
    }
  }

  private static Option<Mishap> mishapOf(Run run, int call) {
    return run.act.mishaps().find(m -> !m.fault().isOfWrites() && m.call() == call);
  }

  private void befall(Run run, PortCall call, Fault fault) throws StoreFailure {
    switch (fault) {
      case CRASH_BEFORE -> crash(run);
      case UNAVAILABLE -> {
        fail(run, "is not available");
        throw new StoreFailure.Unavailable(call + " is not available");
      }
      case LOST -> {
        fail(run, "does not happen, and nobody says so");
        throw new StoreFailure.OutcomeUnknown(call + " may have happened");
      }
      default -> {
        // What befalls a call that was made.
      }
    }
  }

  private void befallDone(Run run, PortCall call, Fault fault) throws StoreFailure {
    switch (fault) {
      case CRASH_AFTER -> crash(run);
      case UNHEARD -> {
        fail(run, "happens, and nobody says so");
        throw new StoreFailure.OutcomeUnknown(call + " may have happened");
      }
      default -> {
        // What befell the call before it was made.
      }
    }
  }

  private void crash(Run run) {
    run.isDead = true;
    crashes++;
    trace.tells(run.act, "dies here");
    throw new Crash();
  }

  private void fail(Run run, String words) {
    run.hasFailed = true;
    failures++;
    trace.tells(run.act, words);
  }

  /** In how many pieces, in which order, the run's writes of many rows arrive; none if whole. */
  Option<SplittableRandom> tear() {
    return Option.of(running).map(Run::random).filter(random -> random.nextInt(3) == 0);
  }

  /** A write on its way to a store. */
  @FunctionalInterface
  interface Write {
    void happen() throws StoreFailure;
  }

  /** Sends a write, which may arrive late, or twice. */
  void send(String words, Write write) throws StoreFailure {
    Run run = running;
    Option<Mishap> mishap = Option.none();
    if (run != null) {
      int number = run.writes++;
      mishap = run.act.mishaps().find(m -> m.fault().isOfWrites() && m.call() == number);
    }
    if (run == null || mishap.isEmpty()) {
      write.happen();
      return;
    }
    long ticks = mishap.get().ticks();
    if (mishap.get().fault() == Fault.REPEATED) {
      write.happen();
      trace.tells(run.act, words + " will happen again in " + ticks);
      stage.later(ticks, () -> arrive(run.act, words, write));
      return;
    }
    dieIfOver(run);
    fail(run, words + " is under way for " + ticks + ", and nobody knows");
    stage.later(ticks, () -> arrive(run.act, words, write));
    throw new StoreFailure.OutcomeUnknown(words + " may have happened");
  }

  private void arrive(Act act, String words, Write write) {
    if (isOver) {
      return;
    }
    Run before = running;
    running = null;
    trace.at(stage.now());
    try {
      trace.tells(act, words + " happens now");
      write.happen();
    } catch (StoreFailure nobodyHears) {
      trace.tells(act, words + " fails, and nobody hears of it");
    } finally {
      running = before;
    }
  }
}
