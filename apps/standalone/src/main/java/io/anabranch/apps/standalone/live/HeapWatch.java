package io.anabranch.apps.standalone.live;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/** Watches whether retained data leaves enough heap for short-lived objects. */
final class HeapWatch {

  private final List<MemoryPoolMXBean> longLived;
  private final double share;

  /**
   * Watches the pools of long-lived objects.
   *
   * @param share of a pool that may be in use after its last collection
   */
  HeapWatch(double share) {
    this.share = share;
    List<MemoryPoolMXBean> all =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .filter(MemoryPoolMXBean::isCollectionUsageThresholdSupported)
            .toList();
    List<MemoryPoolMXBean> old =
        all.stream()
            .filter(pool -> pool.getName().contains("Old") || pool.getName().contains("Tenured"))
            .toList();
    this.longLived = old.isEmpty() ? all : old; // some collectors have one generation only
  }

  /** Whether more than the share was in use after the last collection. */
  boolean isFull() {
    for (MemoryPoolMXBean pool : longLived) {
      MemoryUsage retained = pool.getCollectionUsage();
      if (retained != null
          && retained.getMax() > 0
          && retained.getUsed() > share * retained.getMax()) {
        return true;
      }
    }
    return false;
  }
}
