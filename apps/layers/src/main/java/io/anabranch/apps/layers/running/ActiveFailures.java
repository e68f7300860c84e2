package io.anabranch.apps.layers.running;

import io.vavr.collection.Vector;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** The current failures, by worker. */
public final class ActiveFailures {

  private final ConcurrentNavigableMap<String, Exception> failures = new ConcurrentSkipListMap<>();
  private final AtomicLong count = new AtomicLong();

  public void report(String worker, Exception failure) {
    count.incrementAndGet();
    failures.put(worker, failure);
  }

  public void clear(String worker) {
    failures.remove(worker);
  }

  public Vector<String> describe() {
    return Vector.ofAll(failures.entrySet())
        .map(one -> one.getKey() + ": " + one.getValue().getMessage());
  }

  /** Returns the current failures by worker. */
  public SortedMap<String, Exception> byWorker() {
    return new TreeMap<>(failures);
  }

  /** Returns the number of failures reported so far. */
  public long count() {
    return count.get();
  }
}
