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
 * Injects the pauses, failures and crashes of a schedule into the port calls of the step that runs.
 * The schedule decides all of them in advance.
 */
final class FaultInjector implements Faults {

  /** More calls than any schedule needs; beyond it, a step loops forever. */
  private static final int MAX_CALLS = 200_000;

  /** One execution of a step: its calls up to now, and whether it crashed. */
  static final class Execution {
    private final Step step;
    private final SplittableRandom random;
    private int calls;
    private int writes;
    private boolean isCrashed;
    private boolean hasFailed;

    Execution(Step step) {
      this.step = step;
      this.random = new SplittableRandom(step.seed());
    }

    SplittableRandom random() {
      return random;
    }

    boolean isCrashed() {
      return isCrashed;
    }

    /** Whether a failure was injected into one of its calls. */
    boolean hasFailed() {
      return hasFailed;
    }
  }

  private final VirtualTimeScheduler scheduler;
  private final Trace trace;
  private @Nullable Execution running;
  private boolean isStopped;
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

  /** Crashes every actor at its next call. */
  void stop() {
    isStopped = true;
  }

  boolean isStopped() {
    return isStopped;
  }

  /** Starts a step; nothing is injected into calls outside of a step. */
  Execution begin(Step step) {
    Execution execution = new Execution(step);
    running = execution;
    trace.at(scheduler.now());
    return execution;
  }

  void finish() {
    running = null;
  }

  /** Makes calls for the simulator itself, into which nothing is injected. */
  <T> T withoutFaults(PortQuery<T> query) {
    Execution before = running;
    running = null;
    try {
      return query.run();
    } catch (StoreFailure failure) {
      throw new IllegalStateException("a port failed without an injected fault", failure);
    } finally {
      running = before;
    }
  }

  /** Calls ports for a result. */
  @FunctionalInterface
  interface PortQuery<T> {
    T run() throws StoreFailure;
  }

  @Override
  public void before(PortCall call) throws StoreFailure {
    Execution execution = running;
    if (execution == null) {
      return;
    }
    crashIfStopped(execution);
    if (++calls > MAX_CALLS) {
      throw new IllegalStateException("the schedule did not end within " + MAX_CALLS + " calls");
    }
    int number = execution.calls++;
    for (Pause pause : execution.step.pauses()) {
      if (pause.call() == number) {
        trace.pause(execution.step, call, pause.ticks());
        pause(execution, pause.ticks());
      }
    }
    if (execution.step.isFineGrained()) {
      pause(execution, execution.random.nextInt(3));
    }
    crashIfStopped(execution);
    trace.call(execution.step, call);
    Option<InjectedFault> fault = faultAt(execution, number);
    if (fault.isDefined()) {
      injectBefore(execution, call, fault.get().fault());
    }
  }

  @Override
  public void after(PortCall call) throws StoreFailure {
    Execution execution = running;
    if (execution == null) {
      return;
    }
    crashIfStopped(execution);
    Option<InjectedFault> fault = faultAt(execution, execution.calls - 1);
    if (fault.isDefined()) {
      injectAfter(execution, call, fault.get().fault());
    }
  }

  private void crashIfStopped(Execution execution) {
    if (isStopped || execution.isCrashed) {
      execution.isCrashed = true;
      throw new Crash();
    }
  }

  private void pause(Execution execution, long ticks) {
    if (ticks > 0) {
      scheduler.pause(ticks);
      running = execution;
      trace.at(scheduler.now());
    }
  }

  private static Option<InjectedFault> faultAt(Execution execution, int call) {
    return execution.step.faults().find(f -> !f.fault().appliesToWrites() && f.call() == call);
  }

  private void injectBefore(Execution execution, PortCall call, Fault fault) throws StoreFailure {
    switch (fault) {
      case CRASH_BEFORE -> crash(execution);
      case UNAVAILABLE -> {
        fail(execution, "unavailable");
        throw new StoreFailure.Unavailable(call + " is unavailable");
      }
      case REQUEST_LOST -> {
        fail(execution, "request lost, outcome unknown");
        throw new StoreFailure.OutcomeUnknown("the outcome of " + call + " is unknown");
      }
      default -> {
        // Injected after the call.
      }
    }
  }

  private void injectAfter(Execution execution, PortCall call, Fault fault) throws StoreFailure {
    switch (fault) {
      case CRASH_AFTER -> crash(execution);
      case REPLY_LOST -> {
        fail(execution, "reply lost, outcome unknown");
        throw new StoreFailure.OutcomeUnknown("the outcome of " + call + " is unknown");
      }
      default -> {
        // Injected before the call.
      }
    }
  }

  private void crash(Execution execution) {
    execution.isCrashed = true;
    crashes++;
    trace.fault(execution.step, "crashes");
    throw new Crash();
  }

  private void fail(Execution execution, String description) {
    execution.hasFailed = true;
    failures++;
    trace.fault(execution.step, description);
  }

  /**
   * The random numbers by which a write of many rows is split into parts; none to keep it whole.
   */
  Option<SplittableRandom> splitWrite() {
    return Option.of(running).map(Execution::random).filter(random -> random.nextInt(3) == 0);
  }

  /** A write on its way to a store. */
  @FunctionalInterface
  interface Write {
    void apply() throws StoreFailure;
  }

  /** Sends a write, which may be delayed or duplicated. */
  void send(String description, Write write) throws StoreFailure {
    Execution execution = running;
    Option<InjectedFault> fault = Option.none();
    if (execution != null) {
      int number = execution.writes++;
      fault = execution.step.faults().find(f -> f.fault().appliesToWrites() && f.call() == number);
    }
    if (execution == null || fault.isEmpty()) {
      write.apply();
      return;
    }
    long ticks = fault.get().ticks();
    if (fault.get().fault() == Fault.DUPLICATED) {
      write.apply();
      trace.fault(execution.step, description + " is duplicated after " + ticks + " ticks");
      scheduler.later(ticks, () -> deliver(execution.step, description, write));
      return;
    }
    crashIfStopped(execution);
    fail(execution, description + " is delayed by " + ticks + " ticks, outcome unknown");
    scheduler.later(ticks, () -> deliver(execution.step, description, write));
    throw new StoreFailure.OutcomeUnknown("the outcome of " + description + " is unknown");
  }

  private void deliver(Step step, String description, Write write) {
    if (isStopped) {
      return;
    }
    Execution before = running;
    running = null;
    trace.at(scheduler.now());
    try {
      trace.fault(step, description + " takes effect now");
      write.apply();
    } catch (StoreFailure unreported) {
      trace.fault(step, description + " fails; the failure reaches no caller");
    } finally {
      running = before;
    }
  }
}
