package io.anabranch.apps.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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
 * Metrics for Prometheus: those of the process, and those that others register. Labels are
 * workloads, partitions, workers, routes and statuses, so their number does not depend on requests.
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

  /** Lines that change over time. */
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

  @GuardedBy("this")
  private final Map<String, Table> tables = new LinkedHashMap<>();

  /** Keeps the suppliers of counters reachable: the registry holds them weakly. */
  private final ConcurrentLinkedQueue<DoubleSupplier> counted = new ConcurrentLinkedQueue<>();

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

  /** Registers a value that only grows. */
  void counter(String name, String description, Tags tags, DoubleSupplier value) {
    counted.add(value);
    FunctionCounter.builder(PREFIX + name, value, DoubleSupplier::getAsDouble)
        .tags(tags)
        .description(description)
        .register(registry);
  }

  /** Registers a value that goes up and down. */
  void gauge(String name, String description, Tags tags, DoubleSupplier value) {
    Gauge.builder(PREFIX + name, value::getAsDouble)
        .tags(tags)
        .description(description)
        .register(registry);
  }

  /** Registers lines that change over time; several suppliers may share a table. */
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
        .description("Time to answer requests, without event streams")
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
