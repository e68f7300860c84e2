package io.anabranch.apps.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.anabranch.apps.http.query.ProvenanceJson;
import io.anabranch.apps.http.status.Latency;
import io.anabranch.apps.http.status.LiveStatus;
import io.anabranch.apps.http.status.PartitionStatus;
import io.anabranch.apps.http.status.ValidationPoint;
import io.anabranch.apps.layers.audit.AuditReport;
import io.anabranch.apps.layers.audit.Finding;
import io.anabranch.domain.fold.Balance;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.time.Duration;

/** What running workloads tell of themselves, as JSON. */
final class StatusJson {

  /** The findings that are told; how many there are is told always. */
  static final int MOST_FINDINGS = 100;

  private static final double NANOS_PER_MILLI = 1e6;

  private StatusJson() {}

  /**
   * Writes a status.
   *
   * @param instance names the process that tells it: after a restart there is another
   * @param points the latest of the validation view that are told
   */
  static void write(JsonGenerator json, String instance, LiveStatus status, int points)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("instance", instance);
    json.writeStringField("workload", status.workload());
    json.writeStringField("at", status.at().toString());
    json.writeNumberField("definition", status.definition().value());
    json.writeNumberField("epoch", status.epoch());
    json.writeNumberField("segments", status.segments());
    json.writeNumberField("publications", status.publications());
    if (status.lastPublication().isDefined()) {
      json.writeStringField("last_publication", status.lastPublication().get().toString());
    }
    JsonText.number(json, "events_per_second", status.eventsPerSecond());
    balance(json, status.balance());
    json.writeArrayFieldStart("partitions");
    for (PartitionStatus channel : status.channels()) {
      channel(json, channel);
    }
    json.writeEndArray();
    visible(json, status.visible());
    json.writeFieldName("validation");
    validation(json, status, points);
    json.writeFieldName("audit");
    audit(json, status.audit());
    describe(json, "losses", status.losses());
    describe(json, "troubles", status.activeFailures());
    json.writeEndObject();
  }

  private static void describe(JsonGenerator json, String name, Vector<String> all)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String description : all) {
      json.writeString(description);
    }
    json.writeEndArray();
  }

  private static void balance(JsonGenerator json, Balance balance) throws IOException {
    json.writeObjectFieldStart("balance");
    json.writeNumberField("records", balance.records());
    json.writeNumberField("read", balance.read());
    json.writeNumberField("folded", balance.folded());
    json.writeNumberField("duplicate", balance.duplicate());
    json.writeNumberField("rejected", balance.rejected());
    json.writeBooleanField("closes", balance.closes());
    json.writeEndObject();
  }

  private static void channel(JsonGenerator json, PartitionStatus channel) throws IOException {
    json.writeStartObject();
    json.writeStringField("partition", channel.partition().toString());
    json.writeStringField("topic_id", channel.partition().topic().id().toString());
    json.writeNumberField("origin", channel.origin());
    json.writeNumberField("log_start", channel.logStart());
    json.writeNumberField("archived", channel.archived());
    json.writeNumberField("cut", channel.cut());
    json.writeNumberField("folded", channel.folded());
    json.writeNumberField("log_end", channel.logEnd());
    json.writeEndObject();
  }

  private static void visible(JsonGenerator json, Latency visible) throws IOException {
    json.writeObjectFieldStart("visible");
    json.writeNumberField("samples", visible.samples());
    json.writeNumberField("median_ms", millis(visible.median()));
    json.writeNumberField("p99_ms", millis(visible.p99()));
    json.writeNumberField("longest_ms", millis(visible.longest()));
    json.writeEndObject();
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / NANOS_PER_MILLI;
  }

  /** Writes the latest points of the validation view, oldest first. */
  static void validation(JsonGenerator json, LiveStatus status, int points) throws IOException {
    json.writeStartObject();
    json.writeStringField("workload", status.workload());
    json.writeStringField("of", status.validated());
    json.writeArrayFieldStart("points");
    for (ValidationPoint totals : status.totals().takeRight(points)) {
      json.writeStartObject();
      json.writeStringField("at", totals.at().toString());
      ProvenanceJson.offsets(json, "V", totals.reach(), Vector.empty());
      JsonText.number(json, "batch", totals.batch());
      JsonText.number(json, "speed", totals.speed());
      JsonText.number(json, "merged", totals.merged());
      JsonText.number(json, "recount", totals.recount());
      json.writeBooleanField("agrees", agrees(totals));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * Whether the layers tell what the recount tells. Merged and recount are rounded once, so they
   * are equal or wrong; a sum of two rounded numbers may be off by their last bits.
   */
  static boolean agrees(ValidationPoint totals) {
    double sum = totals.batch() + totals.speed();
    return totals.merged() == totals.recount()
        && Math.abs(sum - totals.merged()) <= 2 * Math.ulp(totals.merged());
  }

  /** Writes what the auditor tells. */
  static void audit(JsonGenerator json, AuditReport audit) throws IOException {
    json.writeStartObject();
    json.writeNumberField("cycles", audit.cycles());
    json.writeNumberField("slices", audit.slices());
    json.writeNumberField("rows", audit.rows());
    json.writeObjectFieldStart("not_checked");
    json.writeNumberField("unavailable", audit.notChecked().unavailable());
    json.writeNumberField("incomplete", audit.notChecked().incomplete());
    json.writeNumberField("behind", audit.notChecked().behind());
    json.writeNumberField("tables", audit.notChecked().tables());
    json.writeNumberField("started_over", audit.notChecked().startedOver());
    json.writeEndObject();
    if (audit.trouble().isDefined()) {
      json.writeStringField("trouble", audit.trouble().get());
    }
    json.writeNumberField("divergences", audit.divergences());
    json.writeArrayFieldStart("findings");
    for (Finding finding : audit.findings().take(MOST_FINDINGS)) {
      json.writeStartObject();
      json.writeStringField("words", finding.describe());
      ProvenanceJson.offsets(json, "V", finding.reach(), Vector.empty());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
