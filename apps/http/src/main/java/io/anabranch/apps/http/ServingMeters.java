package io.anabranch.apps.http;

import io.anabranch.apps.http.status.Latency;
import io.anabranch.apps.http.status.LiveStatus;
import io.anabranch.apps.http.status.PartitionStatus;
import io.anabranch.apps.http.status.ServedWorkload;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Metrics of a served workload: of all its layers, from its status. */
final class ServingMeters {

  private static final double NANOS = 1e9;

  private final Meters meters;
  private final ServedWorkload served;
  private final Tags tags;

  ServingMeters(Meters meters, ServedWorkload served) {
    this.meters = meters;
    this.served = served;
    this.tags = Tags.of(Meters.WORKLOAD, served.workload().name());
    counters();
    gauges();
    partitions();
  }

  private void counters() {
    counter(tags, "records.read", "Records read from the log", s -> s.balance().records());
    counter(tags, "events.read", "Events read from records", s -> s.balance().read());
    String outcomes = "Outcomes of the events that were read";
    counter(tags.and("outcome", "folded"), "events", outcomes, s -> s.balance().folded());
    counter(tags.and("outcome", "duplicate"), "events", outcomes, s -> s.balance().duplicate());
    counter(tags.and("outcome", "rejected"), "events", outcomes, s -> s.balance().rejected());
    counter(tags, "publications", "Publications of the batch layer", LiveStatus::publications);
    counter(
        tags,
        "audit.cycles",
        "Times that every slice and every view was audited",
        s -> s.audit().cycles());
    counter(tags, "audit.slices", "Balances of slices recounted", s -> s.audit().slices());
    counter(tags, "audit.rows", "Rows of answers recounted", s -> s.audit().rows());
    counter(
        tags,
        "audit.divergences",
        "Findings of the auditor; any value above 0 is a bug or lost data",
        s -> s.audit().divergences());
    counter(
        tags,
        "visible.samples",
        "Records whose time from the log to an answer was measured",
        s -> s.visible().samples());
  }

  private void gauges() {
    gauge("definition", "Number of the serving definition", s -> s.definition().value());
    gauge("epoch", "Epoch of the serving lane", LiveStatus::epoch);
    gauge("segments", "Segments of the chain", LiveStatus::segments);
    gauge("active.failures", "Number of active failures", s -> s.activeFailures().size());
    gauge(
        "balance.closes",
        "1 if read = folded + duplicate + rejected, else 0",
        s -> s.balance().closes() ? 1 : 0);
    gauge(
        "last.publication.timestamp.seconds",
        "When the batch layer last published, in seconds since 1970; 0 before the first",
        s -> s.lastPublication().map(Instant::getEpochSecond).getOrElse(0L));
    gauge(
        "visible.median.seconds",
        "Median time from the log to an answer",
        s -> seconds(s, Latency::median));
    gauge(
        "visible.p99.seconds",
        "99th percentile of the time from the log to an answer",
        s -> seconds(s, Latency::p99));
    gauge(
        "visible.longest.seconds",
        "Longest time of a record from the log to an answer",
        s -> seconds(s, Latency::longest));
  }

  private static double seconds(LiveStatus status, Function<Latency, Duration> which) {
    return which.apply(status.visible()).toNanos() / NANOS;
  }

  private void partitions() {
    offset("origin", "Where counting starts", PartitionStatus::origin);
    offset("log.start", "The first offset that the log holds", PartitionStatus::logStart);
    offset("archived", "The end of the master dataset", PartitionStatus::archived);
    offset("cut", "Where batch ends and speed begins", PartitionStatus::cut);
    offset("folded", "The progress of the speed layer", PartitionStatus::folded);
    offset("log.end", "The offset of the next record", PartitionStatus::logEnd);
  }

  private void counter(
      Tags of, String name, String description, ToDoubleFunction<LiveStatus> value) {
    meters.counter(name, description, of, () -> value.applyAsDouble(served.status()));
  }

  private void gauge(String name, String description, ToDoubleFunction<LiveStatus> value) {
    meters.gauge(name, description, tags, () -> value.applyAsDouble(served.status()));
  }

  private void offset(String name, String description, ToLongFunction<PartitionStatus> value) {
    meters.table(
        "partition." + name + ".offset",
        description,
        () ->
            served
                .status()
                .partitions()
                .toJavaStream()
                .map(
                    partition ->
                        new Meters.Row(
                            tags.and(Meters.PARTITION, partition.partition().toString()),
                            value.applyAsLong(partition))));
  }
}
