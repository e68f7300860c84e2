package io.anabranch.apps.http.status;

import io.anabranch.domain.log.OffsetVector;
import java.time.Instant;

/**
 * A point of the validation view: the same total at the same V, answered by each layer and
 * recounted without any of them. {@code batch + speed = merged = recount}, or something is wrong.
 *
 * @param at when it was taken
 * @param reach V
 */
public record ValidationPoint(
    Instant at, OffsetVector reach, double batch, double speed, double merged, double recount) {

  /**
   * Whether the layers agree with the recount. Merged and recount are rounded once, so they are
   * equal or wrong; the sum of two rounded numbers may be off by the last bits.
   */
  public boolean agrees() {
    return merged == recount && Math.abs(batch + speed - merged) <= 2 * Math.ulp(merged);
  }
}
