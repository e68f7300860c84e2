package io.anabranch.apps.layers.specs;

import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.PortCall;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets something happen before or after a call of a port, named as {@code SpeedViews.write}. What
 * happens then is not interrupted, unless it plans that itself. One at a time: a new plan replaces
 * the one before.
 */
public final class Interruptions implements Faults {

  private record Planned(String call, boolean isAfter, int skipped, boolean recurs, Meanwhile act) {
    Planned skippingOneLess() {
      return new Planned(call, isAfter, skipped - 1, recurs, act);
    }
  }

  private final List<String> calls = new ArrayList<>();
  private Option<Planned> planned = Option.none();

  /** Once, before the next such call. */
  public void before(String call, Meanwhile act) {
    planned = Option.some(new Planned(call, false, 0, false, act));
  }

  /** Once, after the next such call. */
  public void after(String call, Meanwhile act) {
    after(call, 1, act);
  }

  /** Once, after a later such call: the second, for example. */
  public void after(String call, int which, Meanwhile act) {
    planned = Option.some(new Planned(call, true, which - 1, false, act));
  }

  /** After each such call, until {@link #end}. */
  public void afterEach(String call, Meanwhile act) {
    planned = Option.some(new Planned(call, true, 0, true, act));
  }

  public void end() {
    planned = Option.none();
  }

  /** The calls since {@link #forgetCalls}, in their order. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  public void forgetCalls() {
    calls.clear();
  }

  @Override
  public void before(PortCall call) throws StoreFailure {
    String name = call.port() + "." + call.operation();
    calls.add(name);
    happen(name, false);
  }

  @Override
  public void after(PortCall call) throws StoreFailure {
    happen(call.port() + "." + call.operation(), true);
  }

  private void happen(String call, boolean isAfter) throws StoreFailure {
    Option<Planned> due = planned.filter(p -> p.call().equals(call) && p.isAfter() == isAfter);
    if (due.exists(p -> p.skipped() > 0)) {
      planned = due.map(Planned::skippingOneLess);
    } else if (due.isDefined()) {
      planned = Option.none();
      try {
        due.get().act().happen();
      } finally {
        planned = due.get().recurs() ? due : planned;
      }
    }
  }
}
