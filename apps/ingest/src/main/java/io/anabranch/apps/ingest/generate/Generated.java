package io.anabranch.apps.ingest.generate;

import io.anabranch.domain.event.Utf8;
import io.vavr.control.Option;

/**
 * A record that a producer would send.
 *
 * @param atMillis when it is sent, in simulated milliseconds since 1970
 * @param partition the number of the partition that its producer chose
 * @param value none: a record without a value
 * @param oddity what is out of the ordinary about it
 */
public record Generated(
    long atMillis, String topic, int partition, Utf8 key, Option<Utf8> value, Anomaly oddity) {}
