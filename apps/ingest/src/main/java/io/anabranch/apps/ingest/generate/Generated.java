package io.anabranch.apps.ingest.generate;

import io.anabranch.domain.event.Utf8;
import io.vavr.control.Option;

/**
 * A generated record.
 *
 * @param atMillis simulated time of sending, in milliseconds since 1970
 * @param partition number of the partition
 * @param value none for a tombstone
 * @param anomaly deliberate anomaly of the record
 */
public record Generated(
    long atMillis, String topic, int partition, Utf8 key, Option<Utf8> value, Anomaly anomaly) {}
