package io.anabranch.apps.layers.running;

import io.vavr.collection.Vector;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** What does not work now, by who has it. */
public final class ActiveFailures {

  private final ConcurrentNavigableMap<String, String> description = new ConcurrentSkipListMap<>();
  private final AtomicLong count = new AtomicLong();

  public void report(String who, String what) {
    count.incrementAndGet();
    description.put(who, what);
  }

  public void clear(String who) {
    description.remove(who);
  }

  public Vector<String> describe() {
    return Vector.ofAll(description.entrySet()).map(one -> one.getKey() + ": " + one.getValue());
  }

  /** How often there was one. */
  public long count() {
    return count.get();
  }
}
