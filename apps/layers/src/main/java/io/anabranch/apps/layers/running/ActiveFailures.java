package io.anabranch.apps.layers.running;

import io.vavr.collection.Vector;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** What does not work now, by who has it. */
public final class ActiveFailures {

  private final ConcurrentNavigableMap<String, Exception> failures = new ConcurrentSkipListMap<>();
  private final AtomicLong count = new AtomicLong();

  public void report(String who, Exception failure) {
    count.incrementAndGet();
    failures.put(who, failure);
  }

  public void clear(String who) {
    failures.remove(who);
  }

  public Vector<String> describe() {
    return Vector.ofAll(failures.entrySet())
        .map(one -> one.getKey() + ": " + one.getValue().getMessage());
  }

  /** The failures themselves, by who has them. */
  public SortedMap<String, Exception> byWorker() {
    return new TreeMap<>(failures);
  }

  /** How often there was one. */
  public long count() {
    return count.get();
  }
}
