package io.anabranch.apps.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.anabranch.apps.http.query.ProvenanceJson;
import io.anabranch.apps.http.status.Latency;
import io.anabranch.apps.http.status.LiveStatus;
import io.anabranch.apps.http.status.PartitionStatus;
import io.anabranch.apps.http.status.ValidationPoint;
import io.anabranch.apps.layers.audit.AuditReport;
import io.anabranch.apps.layers.audit.Finding;
import io.anabranch.apps.layers.audit.NotChecked;
import io.anabranch.domain.fold.Balance;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The status of a running workload, as JSON.
 *
 * @param instance identifies the process that answers: after a restart there is another
 */
record StatusJson(
    String instance,
    String workload,
    Instant at,
    long definition,
    long epoch,
    int segments,
    long publications,
    Option<Instant> lastPublication,
    double eventsPerSecond,
    BalanceJson balance,
    List<PartitionJson> partitions,
    LatencyJson visible,
    ValidationJson validation,
    AuditJson audit,
    List<String> losses,
    @JsonProperty("activeFailures") List<String> activeFailures) {

  /** The most findings that are listed; their number is always given. */
  static final int MOST_FINDINGS = 100;

  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * A status.
   *
   * @param points the number of points of the validation view, counted from the latest
   */
  static StatusJson of(String instance, LiveStatus status, int points) {
    return new StatusJson(
        instance,
        status.workload(),
        status.at(),
        status.definition().value(),
        status.epoch(),
        status.segments(),
        status.publications(),
        status.lastPublication(),
        status.eventsPerSecond(),
        BalanceJson.of(status.balance()),
        status.partitions().map(PartitionJson::of).asJava(),
        LatencyJson.of(status.visible()),
        ValidationJson.of(status, points),
        AuditJson.of(status.audit()),
        status.losses().asJava(),
        status.activeFailures().asJava());
  }

  record BalanceJson(
      long records, long read, long folded, long duplicate, long rejected, boolean closes) {

    static BalanceJson of(Balance balance) {
      return new BalanceJson(
          balance.records(),
          balance.read(),
          balance.folded(),
          balance.duplicate(),
          balance.rejected(),
          balance.closes());
    }
  }

  record PartitionJson(
      String partition,
      String topicId,
      long origin,
      long logStart,
      long archived,
      long cut,
      long folded,
      long logEnd) {

    static PartitionJson of(PartitionStatus status) {
      return new PartitionJson(
          status.partition().toString(),
          status.partition().topic().id().toString(),
          status.origin(),
          status.logStart(),
          status.archived(),
          status.cut(),
          status.folded(),
          status.logEnd());
    }
  }

  record LatencyJson(
      long samples, double medianMs, @JsonProperty("p99_ms") double p99Ms, double longestMs) {

    static LatencyJson of(Latency latency) {
      return new LatencyJson(
          latency.samples(),
          millis(latency.median()),
          millis(latency.p99()),
          millis(latency.longest()));
    }

    private static double millis(Duration duration) {
      return duration.toNanos() / NANOS_PER_MILLI;
    }
  }

  /** The latest points of the validation view, oldest first. */
  record ValidationJson(String workload, String of, List<PointJson> points) {

    static ValidationJson of(LiveStatus status, int points) {
      return new ValidationJson(
          status.workload(),
          status.validated(),
          status.totals().takeRight(points).map(PointJson::of).asJava());
    }
  }

  record PointJson(
      Instant at,
      @JsonProperty("V") Map<String, Long> reach,
      double batch,
      double speed,
      double merged,
      double recount,
      boolean agrees) {

    static PointJson of(ValidationPoint point) {
      return new PointJson(
          point.at(),
          ProvenanceJson.offsets(point.reach(), Vector.empty()),
          point.batch(),
          point.speed(),
          point.merged(),
          point.recount(),
          point.agrees());
    }
  }

  record AuditJson(
      long cycles,
      long slices,
      long rows,
      NotChecked notChecked,
      Option<String> failure,
      long divergences,
      List<FindingJson> findings) {

    static AuditJson of(AuditReport audit) {
      return new AuditJson(
          audit.cycles(),
          audit.slices(),
          audit.rows(),
          audit.notChecked(),
          audit.failure(),
          audit.divergences(),
          audit.findings().take(MOST_FINDINGS).map(FindingJson::of).asJava());
    }
  }

  record FindingJson(String words, @JsonProperty("V") Map<String, Long> reach) {

    static FindingJson of(Finding finding) {
      return new FindingJson(
          finding.describe(), ProvenanceJson.offsets(finding.reach(), Vector.empty()));
    }
  }
}
