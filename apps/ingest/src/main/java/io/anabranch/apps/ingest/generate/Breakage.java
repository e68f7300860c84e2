package io.anabranch.apps.ingest.generate;

import io.anabranch.domain.event.Utf8;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Ways to break a message so that at least one of its events cannot be decoded. */
enum Breakage {
  /** The message is truncated. */
  CUT {
    @Override
    Option<Utf8> breakMessage(String text) {
      int space = text.indexOf(' ');
      return Option.some(Utf8.of(text.substring(0, space < 0 ? text.length() / 2 : space + 1)));
    }
  },
  /** One byte is corrupt. */
  NOT_UTF8 {
    @Override
    Option<Utf8> breakMessage(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      bytes[bytes.length / 2] = (byte) 0xFF;
      return Option.some(Utf8.slice(bytes, 0, bytes.length));
    }
  },
  /** A tombstone in a topic that is not compacted. */
  NO_VALUE {
    @Override
    Option<Utf8> breakMessage(String text) {
      return Option.none();
    }
  },
  /** All fields are missing. */
  EMPTY_OBJECT {
    @Override
    Option<Utf8> breakMessage(String text) {
      return Option.some(Utf8.of("{}"));
    }
  },
  /** A log message of a producer. */
  LOG_MESSAGE {
    @Override
    Option<Utf8> breakMessage(String text) {
      return Option.some(Utf8.of("-- producer restarted --"));
    }
  },
  /** Numbers are quoted; a Graphite line is truncated instead. */
  QUOTED_NUMBERS {
    @Override
    Option<Utf8> breakMessage(String text) {
      return text.startsWith("{") || text.startsWith("[")
          ? Option.some(Utf8.of(NUMBER.matcher(text).replaceAll("$1\"$2\"")))
          : CUT.breakMessage(text);
    }
  };

  private static final Pattern NUMBER = Pattern.compile("([:\\[])(-?[0-9][0-9.]*)");

  /** The broken value of a message. */
  abstract Option<Utf8> breakMessage(String text);
}
