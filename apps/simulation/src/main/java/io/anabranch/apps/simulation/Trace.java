package io.anabranch.apps.simulation;

import io.anabranch.ports.inmemory.PortCall;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The events of a schedule in the order in which they occurred, one readable line each. */
final class Trace {

  private static final Step NO_STEP =
      new Step(
          -1, Step.Type.READ, Step.Actor.ENVIRONMENT, 0, 0, Vector.empty(), Vector.empty(), false);

  /** Records nothing. */
  static final Trace NONE = new Trace(false);

  private static final String CURSOR_CALL = "next";

  private final boolean isRecording;
  private final List<String> lines = new ArrayList<>();
  private Step last = NO_STEP;
  private String lastCall = "";
  private int repeats;
  private long now;

  private Trace(boolean isRecording) {
    this.isRecording = isRecording;
  }

  static Trace recording() {
    return new Trace(true);
  }

  /** Sets the time of the lines that follow. */
  void at(long time) {
    if (isRecording) {
      now = time;
    }
  }

  /** What a step is about to do, or what came of it. */
  void step(Step step, String description) {
    if (isRecording) {
      line(step, description);
    }
  }

  /** A call of a port; the calls of a cursor in a row are one line. */
  void call(Step step, PortCall call) {
    if (isRecording) {
      String description = call.toString();
      if (step.equals(last)
          && description.equals(lastCall)
          && call.operation().equals(CURSOR_CALL)) {
        repeats++;
        return;
      }
      line(step, "  " + description);
      lastCall = description;
    }
  }

  void pause(Step step, PortCall call, long ticks) {
    if (isRecording) {
      line(step, "  pauses for " + ticks + " ticks before " + call);
    }
  }

  /** An injected fault, or how the step ended because of one. */
  void fault(Step step, String description) {
    if (isRecording) {
      line(step, "    ! " + description);
    }
  }

  private void line(Step step, String description) {
    flush();
    String actor = step.equals(last) ? "" : step.actor().toString();
    lines.add(String.format(Locale.ROOT, "%6d  %-12s %s", now, actor, description));
    last = step;
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
