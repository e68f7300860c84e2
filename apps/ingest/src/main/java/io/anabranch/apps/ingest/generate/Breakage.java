package io.anabranch.apps.ingest.generate;

import io.anabranch.domain.event.Utf8;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Ways in which a message arrives broken: at least one event of it can then not be read. */
enum Breakage {
  /** The connection broke half-way. */
  CUT {
    @Override
    Option<Utf8> breaking(String text) {
      int space = text.indexOf(' ');
      return Option.some(Utf8.of(text.substring(0, space < 0 ? text.length() / 2 : space + 1)));
    }
  },
  /** A byte was hit. */
  NOT_UTF8 {
    @Override
    Option<Utf8> breaking(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      bytes[bytes.length / 2] = (byte) 0xFF;
      return Option.some(Utf8.slice(bytes, 0, bytes.length));
    }
  },
  /** Somebody deletes a key of a topic that has none. */
  NO_VALUE {
    @Override
    Option<Utf8> breaking(String text) {
      return Option.none();
    }
  },
  /** All fields are missing. */
  EMPTY_OBJECT {
    @Override
    Option<Utf8> breaking(String text) {
      return Option.some(Utf8.of("{}"));
    }
  },
  /** A producer logs into its topic. */
  WORDS {
    @Override
    Option<Utf8> breaking(String text) {
      return Option.some(Utf8.of("-- producer restarted --"));
    }
  },
  /** Numbers are written as texts; a Graphite line loses its values instead. */
  QUOTED_NUMBERS {
    @Override
    Option<Utf8> breaking(String text) {
      return text.startsWith("{") || text.startsWith("[")
          ? Option.some(Utf8.of(NUMBER.matcher(text).replaceAll("$1\"$2\"")))
          : CUT.breaking(text);
    }
  };

  private static final Pattern NUMBER = Pattern.compile("([:\\[])(-?[0-9][0-9.]*)");

  /** What arrives of a message. */
  abstract Option<Utf8> breaking(String text);
}
