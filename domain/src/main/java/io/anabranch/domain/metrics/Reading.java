package io.anabranch.domain.metrics;

import io.anabranch.domain.event.Utf8;

/**
 * One value that a node reported.
 *
 * @param node the host's name up to its first dot; not empty
 * @param indicator what was measured, for example {@code cpu-0.cpu-idle}; not empty
 * @param epochSecond when, in seconds since 1970
 * @param value finite, in the indicator's own unit
 */
public record Reading(Utf8 node, Utf8 indicator, long epochSecond, double value) {}
