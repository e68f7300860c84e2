package io.anabranch.apps.standalone.live;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/** Whether what is kept in memory leaves room for what is made and thrown away. */
final class HeapWatch {

  private final List<MemoryPoolMXBean> longLived;
  private final double share;

  /**
   * A watch of the pools in which objects grow old.
   *
   * @param share of a pool that may be in use right after it was collected
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
    this.longLived = old.isEmpty() ? all : old; // some collectors know one generation only
  }

  /** Whether more was in use after the last collection than may be. */
  boolean isFull() {
    for (MemoryPoolMXBean pool : longLived) {
      MemoryUsage kept = pool.getCollectionUsage();
      if (kept != null && kept.getMax() > 0 && kept.getUsed() > share * kept.getMax()) {
        return true;
      }
    }
    return false;
  }
}
