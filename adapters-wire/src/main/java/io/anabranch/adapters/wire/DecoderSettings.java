package io.anabranch.adapters.wire;

import io.anabranch.domain.definition.DefinitionSpec;
import io.vavr.control.Option;

/**
 * The settings of a decoder.
 *
 * @param largestRecord the limit in bytes; a larger record is one rejected event
 * @param eventId the field that identifies an event, if duplicates are to be found
 */
public record DecoderSettings(int largestRecord, Option<String> eventId) {

  /** The default limit, 16 MiB. */
  public static final int LARGEST_RECORD = 16 << 20;

  public DecoderSettings {
    if (largestRecord < 0) {
      throw new IllegalArgumentException(
          "the limit of a record cannot be " + largestRecord + " bytes");
    }
    if (eventId.exists(String::isEmpty)) {
      throw new IllegalArgumentException("the name of the event id's field must not be empty");
    }
  }

  public static DecoderSettings defaults() {
    return new DecoderSettings(LARGEST_RECORD, Option.none());
  }

  /** The settings of a definition: the event id, if it has a rule for duplicates. */
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
