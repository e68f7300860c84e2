package io.anabranch.apps.http.status;

import io.anabranch.apps.layers.audit.AuditReport;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.fold.Balance;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * What a running workload tells of itself at one moment.
 *
 * @param at the moment
 * @param definition the one that serves
 * @param epoch of its lane
 * @param segments how many its chain has
 * @param publications so far
 * @param lastPublication when, if there was one since it is looked at
 * @param eventsPerSecond read by the speed layer of late
 * @param balance of all events up to what is folded
 * @param channels by partition
 * @param visible how long records took from the log to an answer
 * @param validated what {@code totals} are totals of, for people: "units sold"
 * @param totals of late, oldest first
 * @param losses what was accepted as lost and is counted nowhere, in words
 * @param activeFailures what does not work now and is tried again, in words; empty if all is well
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
    Vector<PartitionStatus> channels,
    Latency visible,
    String validated,
    Vector<ValidationPoint> totals,
    AuditReport audit,
    Vector<String> losses,
    Vector<String> activeFailures) {

  /** The same, with what is known at any moment: what does not work may be the status itself. */
  public LiveStatus with(AuditReport audited, Vector<String> now) {
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
        channels,
        visible,
        validated,
        totals,
        audited,
        losses,
        now.appendAll(audited.trouble().map(why -> "auditor: " + why)));
  }
}
