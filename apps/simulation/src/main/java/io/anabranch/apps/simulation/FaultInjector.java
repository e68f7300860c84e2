package io.anabranch.apps.simulation;

import io.anabranch.apps.simulation.Step.Fault;
import io.anabranch.apps.simulation.Step.InjectedFault;
import io.anabranch.apps.simulation.Step.Pause;
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
final class FaultInjector implements Faults {

  /** More calls than any schedule needs: whoever makes them is going round in circles. */
  private static final int MOST_CALLS = 200_000;

  /** What an act has been through. */
  static final class Run {
    private final Step act;
    private final SplittableRandom random;
    private int calls;
    private int writes;
    private boolean isDead;
    private boolean hasFailed;

    Run(Step act) {
      this.act = act;
      this.random = new SplittableRandom(act.seed());
    }

    Step act() {
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

  private final VirtualTimeScheduler scheduler;
  private final Trace trace;
  private @Nullable Run running;
  private boolean isOver;
  private int calls;
  private long crashes;
  private long failures;

  FaultInjector(VirtualTimeScheduler scheduler, Trace trace) {
    this.scheduler = scheduler;
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
  Run begin(Step act) {
    Run run = new Run(act);
    running = run;
    trace.at(scheduler.now());
    return run;
  }

  void finish() {
    running = null;
  }

  /** Something that is not an act's own: it meets no fate. */
  <T> T withoutFaults(Calm<T> asking) {
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
    for (Pause pause : run.act.pauses()) {
      if (pause.call() == number) {
        trace.pauses(run.act, call, pause.ticks());
        pause(run, pause.ticks());
      }
    }
    if (run.act.isFine()) {
      pause(run, run.random.nextInt(3));
    }
    dieIfOver(run);
    trace.calls(run.act, call);
    Option<InjectedFault> fault = mishapOf(run, number);
    if (fault.isDefined()) {
      befall(run, call, fault.get().fault());
    }
  }

  @Override
  public void after(PortCall call) throws StoreFailure {
    Run run = running;
    if (run == null) {
      return;
    }
    dieIfOver(run);
    Option<InjectedFault> fault = mishapOf(run, run.calls - 1);
    if (fault.isDefined()) {
      befallDone(run, call, fault.get().fault());
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
      scheduler.pause(ticks);
      running = run;
      trace.at(scheduler.now());
    }
  }

  private static Option<InjectedFault> mishapOf(Run run, int call) {
    return run.act.faults().find(m -> !m.fault().isOfWrites() && m.call() == call);
  }

  private void befall(Run run, PortCall call, Fault fault) throws StoreFailure {
    switch (fault) {
      case CRASH_BEFORE -> crash(run);
      case UNAVAILABLE -> {
        fail(run, "is not available");
        throw new StoreFailure.Unavailable(call + " is not available");
      }
      case REQUEST_LOST -> {
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
      case REPLY_LOST -> {
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

  private void fail(Run run, String description) {
    run.hasFailed = true;
    failures++;
    trace.tells(run.act, description);
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
  void send(String description, Write write) throws StoreFailure {
    Run run = running;
    Option<InjectedFault> fault = Option.none();
    if (run != null) {
      int number = run.writes++;
      fault = run.act.faults().find(m -> m.fault().isOfWrites() && m.call() == number);
    }
    if (run == null || fault.isEmpty()) {
      write.happen();
      return;
    }
    long ticks = fault.get().ticks();
    if (fault.get().fault() == Fault.DUPLICATED) {
      write.happen();
      trace.tells(run.act, description + " will happen again in " + ticks);
      scheduler.later(ticks, () -> arrive(run.act, description, write));
      return;
    }
    dieIfOver(run);
    fail(run, description + " is under way for " + ticks + ", and nobody knows");
    scheduler.later(ticks, () -> arrive(run.act, description, write));
    throw new StoreFailure.OutcomeUnknown(description + " may have happened");
  }

  private void arrive(Step act, String description, Write write) {
    if (isOver) {
      return;
    }
    Run before = running;
    running = null;
    trace.at(scheduler.now());
    try {
      trace.tells(act, description + " happens now");
      write.happen();
    } catch (StoreFailure nobodyHears) {
      trace.tells(act, description + " fails, and nobody hears of it");
    } finally {
      running = before;
    }
  }
}
