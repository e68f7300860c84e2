package io.anabranch.adapters.cassandra;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Iterator;
import java.util.LinkedHashSet;

/** A set of the elements that were added last. Thread-safe. */
final class LruSet<T> {

  @GuardedBy("this")
  private final LinkedHashSet<T> elements = new LinkedHashSet<>();

  private final int maxSize;

  LruSet(int maxSize) {
    this.maxSize = maxSize;
  }

  synchronized boolean contains(T element) {
    return elements.contains(element);
  }

  synchronized void add(T element) {
    if (elements.add(element) && elements.size() > maxSize) {
      Iterator<T> oldest = elements.iterator();
      oldest.next();
      oldest.remove();
    }
  }

  synchronized void clear() {
    elements.clear();
  }
}
