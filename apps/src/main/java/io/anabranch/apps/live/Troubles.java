package io.anabranch.apps.live;

import io.vavr.collection.Vector;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** What does not work now, by who has it. */
final class Troubles {

  private final ConcurrentNavigableMap<String, String> words = new ConcurrentSkipListMap<>();
  private final AtomicLong count = new AtomicLong();

  void has(String who, String what) {
    count.incrementAndGet();
    words.put(who, what);
  }

  void hasNone(String who) {
    words.remove(who);
  }

  Vector<String> words() {
    return Vector.ofAll(words.entrySet()).map(one -> one.getKey() + ": " + one.getValue());
  }

  /** How often there was one. */
  long count() {
    return count.get();
  }
}
