package io.anabranch.domain.metrics;

import io.anabranch.domain.event.Utf8;

/**
 * A value that a node reported.
 *
 * @param node the name of the host up to its first dot; not empty
 * @param indicator the measured quantity, for example {@code cpu-0.cpu-idle}; not empty
 * @param epochSecond the time, in seconds since 1970
 * @param value finite, in the unit of the indicator
 */
public record Reading(Utf8 node, Utf8 indicator, long epochSecond, double value) {}
