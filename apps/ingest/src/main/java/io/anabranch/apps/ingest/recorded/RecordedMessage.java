package io.anabranch.apps.ingest.recorded;

import io.anabranch.domain.event.Utf8;
import io.vavr.control.Option;

/**
 * A message of recorded input, with its original position if it was recorded.
 *
 * @param line of the input, for error messages
 */
record RecordedMessage(
    Line line,
    Option<String> topic,
    Option<Position> position,
    Option<Long> timestamp,
    Option<Utf8> key,
    Option<Utf8> value) {

  /** A line of a file. Not stored as text, because there is one per record. */
  record Line(String file, long number) {
    @Override
    public String toString() {
      return file + ":" + number;
    }
  }

  record Position(int partition, long offset) {}
}
