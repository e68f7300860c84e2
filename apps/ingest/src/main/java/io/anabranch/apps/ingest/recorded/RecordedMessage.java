package io.anabranch.apps.ingest.recorded;

import io.anabranch.domain.event.Utf8;
import io.vavr.control.Option;

/**
 * A message of recorded input and the position it had, or none where only the message was kept.
 *
 * @param line where it stands in the input, for messages to people
 */
record RecordedMessage(
    Line line,
    Option<String> topic,
    Option<Position> position,
    Option<Long> timestamp,
    Option<Utf8> key,
    Option<Utf8> value) {

  /** A line of a file; it is one for each record, so it is not the text that it is told as. */
  record Line(String file, long number) {
    @Override
    public String toString() {
      return file + ":" + number;
    }
  }

  record Position(int partition, long offset) {}
}
