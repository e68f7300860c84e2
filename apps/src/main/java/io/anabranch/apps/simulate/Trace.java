package io.anabranch.apps.simulate;

import io.anabranch.ports.inmemory.PortCall;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened, in the order in which it happened, for people. */
final class Trace {

  private static final Act NOBODY =
      new Act(-1, Act.Kind.READ, Act.Actor.WORLD, 0, 0, Vector.empty(), Vector.empty(), false);

  /** Keeps nothing. */
  static final Trace NONE = new Trace(false);

  private static final String STEP = "next";

  private final boolean isKept;
  private final List<String> lines = new ArrayList<>();
  private Act last = NOBODY;
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

  void calls(Act act, PortCall call) {
    if (isKept) {
      String words = call.toString();
      if (act.equals(last) && words.equals(lastCall) && call.operation().equals(STEP)) {
        repeats++;
        return;
      }
      line(act, "  " + words);
      lastCall = words;
    }
  }

  void stalls(Act act, PortCall call, long ticks) {
    if (isKept) {
      line(act, "  stands still for " + ticks + " before " + call);
    }
  }

  void tells(Act act, String words) {
    if (isKept) {
      line(act, "    ! " + words);
    }
  }

  void begins(Act act, String words) {
    if (isKept) {
      line(act, words);
    }
  }

  private void line(Act act, String words) {
    flush();
    String who = act.equals(last) ? "" : act.actor().toString();
    lines.add(String.format(Locale.ROOT, "%6d  %-12s %s", now, who, words));
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
