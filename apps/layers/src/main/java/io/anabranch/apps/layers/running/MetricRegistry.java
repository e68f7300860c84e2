package io.anabranch.apps.layers.running;

import io.anabranch.domain.log.Partition;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where work tells its numbers, each by a name with dots. They are asked for when somebody looks,
 * on any thread, so they had better be known already.
 */
public interface MetricRegistry {

  /** Something that only grows. */
  void counter(String name, String description, LongSupplier value);

  /** Something that goes up and down. */
  void gauge(String name, String description, LongSupplier value);

  /** An offset for each of some partitions. */
  void offsets(String name, String description, Supplier<Map<Partition, Long>> value);
}
