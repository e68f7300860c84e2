package io.anabranch.adapters.cassandra;

import java.util.Iterator;
import java.util.LinkedHashSet;

/** The last so many things that were added. Any number of threads. */
final class LruSet<T> {

  private final LinkedHashSet<T> things = new LinkedHashSet<>();
  private final int most;

  LruSet(int most) {
    this.most = most;
  }

  synchronized boolean contains(T thing) {
    return things.contains(thing);
  }

  synchronized void add(T thing) {
    if (things.add(thing) && things.size() > most) {
      Iterator<T> oldest = things.iterator();
      oldest.next();
      oldest.remove();
    }
  }

  synchronized void clear() {
    things.clear();
  }
}
