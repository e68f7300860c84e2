package io.anabranch.apps.http;

import io.anabranch.apps.latency.Latency;
import io.anabranch.apps.live.Channel;
import io.anabranch.apps.live.LiveStatus;
import io.anabranch.apps.live.ServedWorkload;
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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Metrics for Prometheus. Labels are workloads, partitions, routes and statuses: as many as are
 * configured, however many people ask whatever they like.
 *
 * @see <a href="https://prometheus.io/docs/practices/naming/">Its conventions for names</a>
 */
final class Meters {

  private static final String WORKLOAD = "workload";
  private static final double NANOS = 1e9;

  private final SortedMap<String, ServedWorkload> served;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collector = new JvmGcMetrics();
  private final Map<MultiGauge, ToLongFunction<Channel>> offsets = new LinkedHashMap<>();

  Meters(SortedMap<String, ServedWorkload> served) {
    this.served = served;
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collector.bindTo(registry);
    FunctionCounter.builder("process.cpu", ProcessHandle.current(), Meters::cpuSeconds)
        .description("Processor time that this process has used")
        .baseUnit("seconds")
        .register(registry);
    served.forEach(
        (name, one) -> {
          counters(one, Tags.of(WORKLOAD, name));
          gauges(one, Tags.of(WORKLOAD, name));
        });
    partitions();
  }

  private static double cpuSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / NANOS;
  }

  private void counters(ServedWorkload one, Tags tags) {
    counter(one, tags, "records.read", "Records read of the log", s -> s.balance().records());
    counter(one, tags, "events.read", "Events read of records", s -> s.balance().read());
    String became = "What became of the events that were read";
    counter(one, tags.and("outcome", "folded"), "events", became, s -> s.balance().folded());
    counter(one, tags.and("outcome", "duplicate"), "events", became, s -> s.balance().duplicate());
    counter(one, tags.and("outcome", "rejected"), "events", became, s -> s.balance().rejected());
    counter(one, tags, "publications", "Publications of the batch layer", LiveStatus::publications);
    counter(
        one,
        tags,
        "audit.cycles",
        "Times that every slice and every view was audited",
        s -> s.audit().cycles());
    counter(one, tags, "audit.slices", "Balances of slices recounted", s -> s.audit().slices());
    counter(one, tags, "audit.rows", "Rows of answers recounted", s -> s.audit().rows());
    counter(
        one,
        tags,
        "audit.divergences",
        "Findings of the auditor; anything above 0 is a fault",
        s -> s.audit().divergences());
    counter(
        one,
        tags,
        "visible.samples",
        "Records whose way from the log to an answer was timed",
        s -> s.visible().samples());
  }

  private void gauges(ServedWorkload one, Tags tags) {
    gauge(one, tags, "definition", "Number of the serving definition", s -> s.definition().value());
    gauge(one, tags, "epoch", "Epoch of the serving lane", LiveStatus::epoch);
    gauge(one, tags, "segments", "Segments of the chain", LiveStatus::segments);
    gauge(one, tags, "archive.files", "Files of the master dataset", LiveStatus::archiveFiles);
    gauge(one, tags, "troubles", "What does not work now", s -> s.troubles().size());
    gauge(
        one,
        tags,
        "balance.closes",
        "1 if read = folded + duplicate + rejected, else 0",
        s -> s.balance().closes() ? 1 : 0);
    gauge(
        one,
        tags,
        "last.publication.timestamp.seconds",
        "When the batch layer last published, in seconds since 1970; 0 if it never did",
        s -> s.lastPublication().map(Instant::getEpochSecond).getOrElse(0L));
    gauge(
        one,
        tags,
        "visible.median.seconds",
        "Half of the records were in an answer this long after they were in the log",
        s -> seconds(s, Latency::median));
    gauge(
        one,
        tags,
        "visible.p99.seconds",
        "99 of 100 records were in an answer this long after they were in the log",
        s -> seconds(s, Latency::p99));
    gauge(
        one,
        tags,
        "visible.longest.seconds",
        "The longest that a record took from the log to an answer",
        s -> seconds(s, Latency::longest));
  }

  private static double seconds(LiveStatus status, Function<Latency, Duration> which) {
    return which.apply(status.visible()).toNanos() / NANOS;
  }

  private void partitions() {
    offset("origin", "Where counting starts", Channel::origin);
    offset("log.start", "The first offset that the log holds", Channel::logStart);
    offset("archived", "The end of the master dataset", Channel::archived);
    offset("cut", "Where batch ends and speed begins", Channel::cut);
    offset("folded", "The progress of the speed layer", Channel::folded);
    offset("log.end", "The offset of the next record", Channel::logEnd);
  }

  private void offset(String name, String description, ToLongFunction<Channel> value) {
    offsets.put(
        MultiGauge.builder("anabranch.partition." + name + ".offset")
            .description(description)
            .register(registry),
        value);
  }

  private void counter(
      ServedWorkload one,
      Tags tags,
      String name,
      String description,
      ToDoubleFunction<LiveStatus> value) {
    FunctionCounter.builder("anabranch." + name, one, w -> value.applyAsDouble(w.status()))
        .tags(tags)
        .description(description)
        .register(registry);
  }

  private void gauge(
      ServedWorkload one,
      Tags tags,
      String name,
      String description,
      ToDoubleFunction<LiveStatus> value) {
    Gauge.builder("anabranch." + name, one, w -> value.applyAsDouble(w.status()))
        .tags(tags)
        .description(description)
        .register(registry);
  }

  /** Tells how many event streams are open. */
  void subscribers(Supplier<Number> open) {
    Gauge.builder("anabranch.http.subscribers", open)
        .description("Event streams that are open")
        .register(registry);
  }

  /** Counts an answered request. */
  void answered(String route, int status, long nanos) {
    Timer.builder("anabranch.http.request.duration")
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
    offsets.forEach(
        (gauge, value) ->
            gauge.register(
                served.values().stream()
                    .<MultiGauge.Row<?>>flatMap(one -> rows(one, value))
                    .toList(),
                true));
    return registry.scrape();
  }

  private static java.util.stream.Stream<MultiGauge.Row<?>> rows(
      ServedWorkload one, ToLongFunction<Channel> value) {
    LiveStatus status = one.status();
    return status
        .channels()
        .toJavaStream()
        .map(
            channel ->
                MultiGauge.Row.of(
                    Tags.of(
                        WORKLOAD, status.workload(), "partition", channel.partition().toString()),
                    value.applyAsLong(channel)));
  }

  void close() {
    collector.close();
    registry.close();
  }
}
