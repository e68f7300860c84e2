package io.anabranch.apps.running;

import io.vavr.collection.Vector;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** What does not work now, by who has it. */
public final class Troubles {

  private final ConcurrentNavigableMap<String, String> words = new ConcurrentSkipListMap<>();
  private final AtomicLong count = new AtomicLong();

  public void has(String who, String what) {
    count.incrementAndGet();
    words.put(who, what);
  }

  public void hasNone(String who) {
    words.remove(who);
  }

  public Vector<String> words() {
    return Vector.ofAll(words.entrySet()).map(one -> one.getKey() + ": " + one.getValue());
  }

  /** How often there was one. */
  public long count() {
    return count.get();
  }
}
