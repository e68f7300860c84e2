package io.anabranch.adapters.wire;

import io.anabranch.domain.definition.DefinitionSpec;
import io.vavr.control.Option;

/**
 * What may be set of a decoder.
 *
 * @param largestRecord in bytes; a record above it is one rejected event
 * @param eventId the field that identifies an event, where repeats are to be found
 */
public record DecoderSettings(int largestRecord, Option<String> eventId) {

  /** 16 MiB. */
  public static final int LARGEST_RECORD = 16 << 20;

  public DecoderSettings {
    if (largestRecord < 0) {
      throw new IllegalArgumentException("a record of " + largestRecord + " bytes");
    }
    if (eventId.exists(String::isEmpty)) {
      throw new IllegalArgumentException("the field of the event id has a name");
    }
  }

  public static DecoderSettings defaults() {
    return new DecoderSettings(LARGEST_RECORD, Option.none());
  }

  /** What a definition says of decoding: the event id, where it looks for duplicates. */
  public static DecoderSettings of(DefinitionSpec spec) {
    return spec.duplicates()
        .map(rule -> defaults().withEventId(rule.idField()))
        .getOrElse(DecoderSettings::defaults);
  }

  public DecoderSettings withLargestRecord(int bytes) {
    return new DecoderSettings(bytes, eventId);
  }

  public DecoderSettings withEventId(String field) {
    return new DecoderSettings(largestRecord, Option.some(field));
  }
}
