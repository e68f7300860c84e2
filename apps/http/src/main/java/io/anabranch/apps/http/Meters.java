package io.anabranch.apps.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Metrics for Prometheus: those of any process here, and what others tell. Labels are workloads,
 * partitions, workers, routes and statuses: as many as are configured, however many people ask
 * whatever they like.
 *
 * @see <a href="https://prometheus.io/docs/practices/naming/">Its conventions for names</a>
 */
final class Meters {

  static final String WORKLOAD = "workload";
  static final String PARTITION = "partition";

  private static final String PREFIX = "anabranch.";
  private static final double NANOS = 1e9;

  /** One line of a table. */
  record Row(Tags tags, double value) {}

  /** Lines that come and go. */
  private record Table(MultiGauge gauge, List<Supplier<Stream<Row>>> parts) {
    void refresh() {
      gauge.register(
          parts.stream()
              .flatMap(Supplier::get)
              .<MultiGauge.Row<?>>map(row -> MultiGauge.Row.of(row.tags(), row.value()))
              .toList(),
          true);
    }
  }

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collector = new JvmGcMetrics();
  private final Map<String, Table> tables = new LinkedHashMap<>();

  /** What counters ask: the registry itself would let it be collected. */
  private final ConcurrentLinkedQueue<DoubleSupplier> asked = new ConcurrentLinkedQueue<>();

  Meters() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collector.bindTo(registry);
    FunctionCounter.builder("process.cpu", ProcessHandle.current(), Meters::cpuSeconds)
        .description("Processor time that this process has used")
        .baseUnit("seconds")
        .register(registry);
  }

  private static double cpuSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / NANOS;
  }

  /** Something that only grows. */
  void counter(String name, String description, Tags tags, DoubleSupplier value) {
    asked.add(value);
    FunctionCounter.builder(PREFIX + name, value, DoubleSupplier::getAsDouble)
        .tags(tags)
        .description(description)
        .register(registry);
  }

  /** Something that goes up and down. */
  void gauge(String name, String description, Tags tags, DoubleSupplier value) {
    Gauge.builder(PREFIX + name, value::getAsDouble)
        .tags(tags)
        .description(description)
        .register(registry);
  }

  /** A line for each of some things that come and go; several may tell lines of one table. */
  synchronized void table(String name, String description, Supplier<Stream<Row>> part) {
    tables
        .computeIfAbsent(
            name,
            n ->
                new Table(
                    MultiGauge.builder(PREFIX + n).description(description).register(registry),
                    new ArrayList<>()))
        .parts()
        .add(part);
  }

  /** Counts an answered request. */
  void answered(String route, int status, long nanos) {
    Timer.builder(PREFIX + "http.request.duration")
        .description("How long requests took to be answered, event streams aside")
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .register(registry)
        .record(Duration.ofNanos(nanos));
  }

  List<Route> routes() {
    return List.of(
        new Route.Document(
            "/metrics",
            "text/plain",
            call -> {
              call.parameters().allowOnly(Set.of());
              return Reply.of(
                  200,
                  "text/plain; version=0.0.4; charset=utf-8",
                  scrape().getBytes(StandardCharsets.UTF_8));
            }));
  }

  private synchronized String scrape() {
    tables.values().forEach(Table::refresh);
    return registry.scrape();
  }

  void close() {
    collector.close();
    registry.close();
  }
}
