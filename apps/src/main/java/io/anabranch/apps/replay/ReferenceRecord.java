package io.anabranch.apps.replay;

import io.anabranch.domain.event.Utf8;

/**
 * A record of the reference log.
 *
 * @param line where it stands in the input, for messages to people: {@code file:line}
 */
public record ReferenceRecord(String line, Utf8 value) {}
