package io.anabranch.apps.simulation;

import io.anabranch.ports.inmemory.PortCall;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened, in the order in which it happened, for people. */
final class Trace {

  private static final Step NOBODY =
      new Step(-1, Step.Type.READ, Step.Actor.WORLD, 0, 0, Vector.empty(), Vector.empty(), false);

  /** Keeps nothing. */
  static final Trace NONE = new Trace(false);

  private static final String STEP = "next";

  private final boolean isKept;
  private final List<String> lines = new ArrayList<>();
  private Step last = NOBODY;
  private String lastCall = "";
  private int repeats;
  private long now;

  private Trace(boolean isKept) {
    this.isKept = isKept;
  }

  static Trace kept() {
    return new Trace(true);
  }

  /** What follows happens at a time. */
  void at(long time) {
    if (isKept) {
      now = time;
    }
  }

  void calls(Step act, PortCall call) {
    if (isKept) {
      String description = call.toString();
      if (act.equals(last) && description.equals(lastCall) && call.operation().equals(STEP)) {
        repeats++;
        return;
      }
      line(act, "  " + description);
      lastCall = description;
    }
  }

  void pauses(Step act, PortCall call, long ticks) {
    if (isKept) {
      line(act, "  stands still for " + ticks + " before " + call);
    }
  }

  void tells(Step act, String description) {
    if (isKept) {
      line(act, "    ! " + description);
    }
  }

  void begins(Step act, String description) {
    if (isKept) {
      line(act, description);
    }
  }

  private void line(Step act, String description) {
    flush();
    String who = act.equals(last) ? "" : act.actor().toString();
    lines.add(String.format(Locale.ROOT, "%6d  %-12s %s", now, who, description));
    last = act;
    lastCall = "";
  }

  private void flush() {
    if (repeats > 0) {
      lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " × " + (repeats + 1));
      repeats = 0;
    }
  }

  Vector<String> lines() {
    flush();
    return Vector.ofAll(lines);
  }
}
