package io.anabranch.apps.http.status;

import io.anabranch.apps.layers.audit.AuditReport;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.fold.Balance;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * The status of a running workload at one time.
 *
 * @param at the time
 * @param definition the serving definition
 * @param epoch of its lane
 * @param segments the number of segments in its chain
 * @param publications the number of publications so far
 * @param lastPublication the time of the last one that was observed
 * @param eventsPerSecond the recent rate at which the speed layer reads
 * @param balance of all events up to the progress of the speed layer
 * @param visible the time of records from the log to an answer
 * @param validated the measure of {@code totals}, for people: "units sold"
 * @param totals the recent validation points, oldest first
 * @param losses descriptions of what was accepted as lost and is counted nowhere
 * @param activeFailures descriptions of what fails now and is retried; empty if all is well
 */
public record LiveStatus(
    String workload,
    Instant at,
    DefinitionNumber definition,
    long epoch,
    int segments,
    long publications,
    Option<Instant> lastPublication,
    double eventsPerSecond,
    Balance balance,
    Vector<PartitionStatus> partitions,
    Latency visible,
    String validated,
    Vector<ValidationPoint> totals,
    AuditReport audit,
    Vector<String> losses,
    Vector<String> activeFailures) {

  /** The same, with an audit and failures that are newer: taking the status may itself fail. */
  public LiveStatus with(AuditReport audit, Vector<String> activeFailures) {
    return new LiveStatus(
        workload,
        at,
        definition,
        epoch,
        segments,
        publications,
        lastPublication,
        eventsPerSecond,
        balance,
        partitions,
        visible,
        validated,
        totals,
        audit,
        losses,
        activeFailures.appendAll(audit.failure().map(why -> "auditor: " + why)));
  }
}
