package io.anabranch.adapters.hdfs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.vavr.control.Option;
import java.util.LinkedHashMap;
import java.util.Map;

/** A cache of the values that were used last. Thread-safe. */
final class LruCache<K, V> {

  private final int maxSize;

  @GuardedBy("this")
  private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);

  LruCache(int maxSize) {
    this.maxSize = maxSize;
  }

  synchronized Option<V> find(K key) {
    return Option.of(values.get(key));
  }

  synchronized void put(K key, V value) {
    values.put(key, value);
    if (values.size() > maxSize) {
      var eldest = values.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  synchronized void remove(K key) {
    values.remove(key);
  }
}
