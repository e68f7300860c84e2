package io.anabranch.apps.ingest.recorded;

import io.anabranch.domain.event.Utf8;

/**
 * A record of reference data.
 *
 * @param line of the input, for error messages: {@code file:line}
 */
public record ReferenceRecord(String topic, String line, Utf8 value) {}
