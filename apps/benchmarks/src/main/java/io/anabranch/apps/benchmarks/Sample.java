package io.anabranch.apps.benchmarks;

import io.anabranch.domain.event.Utf8;

/**
 * A synthetic event.
 *
 * @param epochSecond seconds since 1970
 */
record Sample(Utf8 key, long epochSecond, double value) {}
