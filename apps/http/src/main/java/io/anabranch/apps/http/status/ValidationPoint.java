package io.anabranch.apps.http.status;

import io.anabranch.domain.log.OffsetVector;
import java.time.Instant;

/**
 * A point of the validation view: the same total at the same V, told by each layer and counted
 * again without any of them. {@code batch + speed = merged = recount}, or something is wrong.
 *
 * @param at when it was taken
 * @param reach V
 */
public record ValidationPoint(
    Instant at, OffsetVector reach, double batch, double speed, double merged, double recount) {}
