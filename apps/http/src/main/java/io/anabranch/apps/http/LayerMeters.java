package io.anabranch.apps.http;

import io.anabranch.apps.layers.running.HealthSource;
import io.anabranch.apps.layers.running.MetricRegistry;
import io.anabranch.domain.log.Partition;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Metrics of a layer of one workload. */
final class LayerMeters implements MetricRegistry {

  private final Meters meters;
  private final Tags tags;

  LayerMeters(Meters meters, HealthSource layer) {
    this.meters = meters;
    this.tags = Tags.of(Meters.WORKLOAD, layer.workload());
    gauge("active.failures", "Number of active failures", () -> layer.activeFailures().size());
    meters.table(
        "last.success.timestamp.seconds",
        "When work of the layer last succeeded, in seconds since 1970",
        () ->
            layer.lastSuccess().entrySet().stream()
                .map(
                    one ->
                        new Meters.Row(
                            tags.and("worker", one.getKey()), one.getValue().getEpochSecond())));
  }

  @Override
  public void counter(String name, String description, LongSupplier value) {
    meters.counter(name, description, tags, value::getAsLong);
  }

  @Override
  public void gauge(String name, String description, LongSupplier value) {
    meters.gauge(name, description, tags, value::getAsLong);
  }

  @Override
  public void offsets(String name, String description, Supplier<Map<Partition, Long>> value) {
    meters.table(
        name,
        description,
        () ->
            value.get().entrySet().stream()
                .map(
                    one ->
                        new Meters.Row(
                            tags.and(Meters.PARTITION, one.getKey().toString()), one.getValue())));
  }
}
