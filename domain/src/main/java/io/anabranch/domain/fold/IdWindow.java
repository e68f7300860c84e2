package io.anabranch.domain.fold;

import io.anabranch.domain.event.Utf8;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ids accepted within a horizon, for one partition that is folded in offset order. Its memory
 * is bounded by the number of ids in a horizon.
 */
final class IdWindow {

  private final long horizon;
  private final Map<Utf8, Long> lastSeen = new LinkedHashMap<>();

  IdWindow(long horizon) {
    this.horizon = horizon;
  }

  /** Adds an id at an offset. Returns whether the id occurred within the horizon before it. */
  boolean repeats(Utf8 id, long offset) {
    Long before = lastSeen.remove(id);
    lastSeen.put(id.detached(), offset);
    forgetBefore(offset - horizon);
    return before != null && before >= offset - horizon;
  }

  private void forgetBefore(long offset) {
    Iterator<Long> oldest = lastSeen.values().iterator();
    while (oldest.hasNext() && oldest.next() < offset) {
      oldest.remove();
    }
  }
}
