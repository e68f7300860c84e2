package io.anabranch.apps.standalone.live;

import io.anabranch.apps.http.status.Latency;
import io.anabranch.apps.http.status.LiveStatus;
import io.vavr.collection.Vector;

/**
 * Summary of a live workload after it has ended.
 *
 * @param last status at the end
 * @param sent number of records that its producers sent
 * @param republications number of publications that folded everything again
 * @param switches how often the serving definition changed
 * @param answered time until an answer covers the end of the log as of the request
 * @param activeFailures number of failures that were retried
 * @param comparedRows number of rows compared with the recount at the end
 * @param differences descriptions of rows that differ from the recount, and of disagreeing points
 *     of the validation view
 */
public record LiveSummary(
    LiveStatus last,
    long sent,
    long republications,
    long switches,
    Latency answered,
    long activeFailures,
    long comparedRows,
    Vector<String> differences) {

  /** Number of differences between answers and recounts. */
  public long divergences() {
    return last.audit().divergences() + differences.size();
  }

  /** Whether every event is accounted for and every answer equals its recount. */
  public boolean isRight() {
    return divergences() == 0 && last.balance().closes();
  }
}
