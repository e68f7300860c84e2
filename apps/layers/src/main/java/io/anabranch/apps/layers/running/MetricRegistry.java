package io.anabranch.apps.layers.running;

import io.anabranch.domain.log.Partition;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Registers metrics under dotted names. Values are read on demand and on any thread, so they must
 * be cheap to read.
 */
public interface MetricRegistry {

  /** Registers a value that only grows. */
  void counter(String name, String description, LongSupplier value);

  /** Registers a value that can rise and fall. */
  void gauge(String name, String description, LongSupplier value);

  /** Registers an offset per partition. */
  void offsets(String name, String description, Supplier<Map<Partition, Long>> value);
}
