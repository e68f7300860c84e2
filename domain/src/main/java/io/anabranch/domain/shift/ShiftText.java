package io.anabranch.domain.shift;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shifts as one line of text, for example {@code sunday 22:00 monday 06:00 noche;monday 06:00
 * monday 14:00 tarde}. In names, characters that are ambiguous or fragile (semicolons, backslashes,
 * controls, line ends, surrogates) are escaped as a backslash, a {@code u} and four digits.
 */
final class ShiftText {

  private static final Pattern TIME = Pattern.compile("([0-9]{2}):([0-9]{2})");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-f]{4}))?");

  private ShiftText() {}

  static String write(List<Shift> shifts) {
    return String.join(";", shifts.stream().map(ShiftText::write).toList());
  }

  private static String write(Shift shift) {
    return write(shift.start()) + " " + write(shift.end()) + " " + escaped(shift.name());
  }

  private static String write(WeekMinute minute) {
    return String.format(
        Locale.ROOT,
        "%s %02d:%02d",
        minute.dayOfWeek().name().toLowerCase(Locale.ROOT),
        minute.hour(),
        minute.minuteOfHour());
  }

  private static String escaped(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (isPlain(c)) {
        text.append(c);
      } else {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return text.toString();
  }

  private static boolean isPlain(char c) {
    return c != ';'
        && c != '\\'
        && c != '\u2028'
        && c != '\u2029'
        && !Character.isISOControl(c)
        && !Character.isSurrogate(c);
  }

  /**
   * Parses shifts.
   *
   * @throws IllegalArgumentException if {@link #write} does not write this text
   */
  static List<Shift> read(String text) {
    List<Shift> shifts = new ArrayList<>();
    if (text.isEmpty()) {
      return shifts;
    }
    for (String entry : text.split(";", -1)) {
      try {
        Shift shift = shift(entry);
        if (!write(shift).equals(entry)) {
          throw new IllegalArgumentException("expected '" + write(shift) + "'");
        }
        shifts.add(shift);
      } catch (IllegalArgumentException malformed) {
        throw new IllegalArgumentException(
            "parameter shifts: '" + entry + "': " + malformed.getMessage(), malformed);
      }
    }
    return shifts;
  }

  private static Shift shift(String entry) {
    String[] description = entry.split(" ", 5);
    if (description.length != 5) {
      throw new IllegalArgumentException("expected day, time, day, time and name");
    }
    return new Shift(
        unescaped(description[4]),
        weekMinute(description[0], description[1]),
        weekMinute(description[2], description[3]));
  }

  private static WeekMinute weekMinute(String day, String time) {
    Matcher parts = TIME.matcher(time);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + time + "' is not a time of day");
    }
    return WeekMinute.of(
        DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT)),
        Integer.parseInt(parts.group(1)),
        Integer.parseInt(parts.group(2)));
  }

  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            escape -> {
              if (escape.group(1) == null) {
                throw new IllegalArgumentException(
                    "a backslash must be followed by u and four digits");
              }
              return Matcher.quoteReplacement(
                  String.valueOf((char) Integer.parseInt(escape.group(1), 16)));
            });
  }
}
