package io.anabranch.apps.standalone.live;

import io.anabranch.apps.http.status.Latency;
import io.anabranch.apps.http.status.LiveStatus;
import io.vavr.collection.Vector;

/**
 * What a workload came to, when it has ended.
 *
 * @param last what it told of itself at the end
 * @param sent records that its producers sent
 * @param republications publications that folded everything again
 * @param switches how often another definition came to serve
 * @param answered how long it took to get an answer that covers what the log held when it was asked
 *     for
 * @param activeFailures failures on the way that were tried again
 * @param comparedRows rows of answers that were compared with the recount at the end
 * @param differences of them, and points of the validation view that did not agree, in words
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

  /** Rows that some layer told otherwise than a recount. */
  public long divergences() {
    return last.audit().divergences() + differences.size();
  }

  /** Whether every event came to one end, and every answer was what the log says. */
  public boolean isRight() {
    return divergences() == 0 && last.balance().closes();
  }
}
