package io.anabranch.apps.http;

import io.vavr.control.Option;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The parameters of a request, each given once. */
final class Parameters {

  static final int LONGEST_QUERY = 4_096;
  static final int MOST = 32;
  static final int LONGEST_NAME = 128;
  static final int LONGEST_VALUE = 1_024;

  private final SortedMap<String, String> values;

  private Parameters(SortedMap<String, String> values) {
    this.values = Collections.unmodifiableSortedMap(values);
  }

  /** Parses the query string of an address. */
  static Parameters parse(String query) throws ProblemException {
    if (query.length() > LONGEST_QUERY) {
      throw new Problem(
              Problem.Kind.URI_TOO_LONG,
              "the query string has " + query.length() + " characters",
              "use at most " + LONGEST_QUERY)
          .asException();
    }
    SortedMap<String, String> values = new TreeMap<>();
    for (String pair : query.split("&", MOST + 1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int sign = pair.indexOf('=');
      String name = decoded(sign < 0 ? pair : pair.substring(0, sign));
      String value = sign < 0 ? "" : decoded(pair.substring(sign + 1));
      if (values.size() == MOST) {
        throw new Problem(
                Problem.Kind.BAD_REQUEST,
                "there are more than " + MOST + " parameters",
                "omit some")
            .asException();
      }
      if (name.length() > LONGEST_NAME || value.length() > LONGEST_VALUE) {
        throw new Problem(
                Problem.Kind.BAD_REQUEST,
                "parameter '" + start(name) + "' is too long",
                "names have at most "
                    + LONGEST_NAME
                    + " characters, values at most "
                    + LONGEST_VALUE)
            .asException();
      }
      if (values.put(name, value) != null) {
        throw new Problem(
                Problem.Kind.BAD_REQUEST, "parameter '" + name + "' is given twice", "give it once")
            .asException();
      }
    }
    return new Parameters(values);
  }

  private static String start(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
  }

  /** Text of an address: a plus is a space, %XX a byte of UTF-8. */
  static String decoded(String text) throws ProblemException {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[encoded.length];
    int end = 0;
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] == '%') {
        int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
        int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw unreadable(text);
        }
        bytes[end++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        bytes[end++] = encoded[i] == '+' ? (byte) ' ' : encoded[i];
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Arrays.copyOf(bytes, end)))
          .toString();
    } catch (CharacterCodingException broken) {
      throw unreadable(text);
    }
  }

  private static ProblemException unreadable(String text) {
    return new Problem(
            Problem.Kind.BAD_REQUEST,
            "'" + start(text) + "' is not percent-encoded UTF-8",
            "encode it, for example with encodeURIComponent or curl --data-urlencode")
        .asException();
  }

  Option<String> value(String name) {
    return Option.of(values.get(name));
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** All parameters except some. */
  SortedMap<String, String> without(Set<String> names) {
    TreeMap<String, String> others = new TreeMap<>(values);
    others.keySet().removeAll(names);
    return others;
  }

  /**
   * A whole number.
   *
   * @param otherwise the value if it is not given
   */
  int number(String name, int least, int most, int otherwise) throws ProblemException {
    String text = values.get(name);
    if (text == null) {
      return otherwise;
    }
    // Nine digits always fit an int.
    boolean isWhole = text.matches("[0-9]{1,9}");
    int number = isWhole ? Integer.parseInt(text) : -1;
    if (!isWhole || number < least || number > most) {
      throw new Problem(
              Problem.Kind.INVALID_VALUE,
              name + " '" + text + "' is not a whole number from " + least + " to " + most,
              "use for example " + name + "=" + otherwise)
          .asException();
    }
    return number;
  }

  /** Rejects parameters with other names. */
  void allowOnly(Set<String> names) throws ProblemException {
    for (Map.Entry<String, String> entry : without(names).entrySet()) {
      throw new Problem(
              Problem.Kind.UNKNOWN_PARAMETER,
              "unknown parameter '" + entry.getKey() + "'",
              names.isEmpty()
                  ? "omit it: this resource has no parameters"
                  : "omit it, or use a known parameter",
              names.stream().sorted().toList())
          .asException();
    }
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
