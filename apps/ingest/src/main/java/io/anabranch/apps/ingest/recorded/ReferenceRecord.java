package io.anabranch.apps.ingest.recorded;

import io.anabranch.domain.event.Utf8;

/**
 * A record of the reference log.
 *
 * @param line where it stands in the input, for messages to people: {@code file:line}
 */
public record ReferenceRecord(String topic, String line, Utf8 value) {}
