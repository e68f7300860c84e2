package io.anabranch.adapters.hdfs;

import io.vavr.control.Option;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was read and never changes, as much of it as was asked for last. */
final class LruCache<K, V> {

  private final int most;
  private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);

  LruCache(int most) {
    this.most = most;
  }

  synchronized Option<V> find(K key) {
    return Option.of(values.get(key));
  }

  synchronized void keep(K key, V value) {
    values.put(key, value);
    if (values.size() > most) {
      var eldest = values.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  synchronized void forget(K key) {
    values.remove(key);
  }
}
