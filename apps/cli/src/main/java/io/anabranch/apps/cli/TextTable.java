package io.anabranch.apps.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table of lines and bars whose columns stand one below the other on a terminal: wide characters
 * take two places there, combining ones none. Each row is one line, so a long cell is cut.
 */
final class TextTable {

  /** Places of a cell; the other formats write all of it. */
  private static final int WIDEST = 60;

  private static final char CUT = '…';

  /** On which side a column's cells stand. */
  enum Side {
    LEFT,
    RIGHT
  }

  private final List<String> header;
  private final List<Side> sides;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(List<String> header, List<Side> sides) {
    this.header = header.stream().map(TextTable::cell).toList();
    this.sides = List.copyOf(sides);
  }

  void add(List<String> row) {
    rows.add(row.stream().map(TextTable::cell).toList());
  }

  @Override
  public String toString() {
    int[] widths = header.stream().mapToInt(TextTable::width).toArray();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    StringBuilder out = new StringBuilder();
    bar(out, widths);
    line(out, widths, header);
    bar(out, widths);
    for (List<String> row : rows) {
      line(out, widths, row);
    }
    if (!rows.isEmpty()) {
      bar(out, widths);
    }
    return out.toString();
  }

  private static void bar(StringBuilder out, int[] widths) {
    for (int width : widths) {
      out.append('+').append("-".repeat(width + 2));
    }
    out.append("+\n");
  }

  private void line(StringBuilder out, int[] widths, List<String> cells) {
    for (int i = 0; i < widths.length; i++) {
      String pad = " ".repeat(widths[i] - width(cells.get(i)));
      boolean isLeft = sides.get(i) == Side.LEFT;
      out.append("| ").append(isLeft ? "" : pad).append(cells.get(i));
      out.append(isLeft ? pad : "").append(' ');
    }
    out.append("|\n");
  }

  private static String cell(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().forEach(c -> show(c, shown));
    return width(shown.toString()) <= WIDEST ? shown.toString() : cut(shown.toString());
  }

  private static String cut(String text) {
    int end = 0;
    int places = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      places += width(codePoint);
      if (places > WIDEST - 1) {
        break;
      }
      end += Character.charCount(codePoint);
    }
    return text.substring(0, end) + CUT;
  }

  /**
   * Writes invisible characters as escapes: they would break the table, control the terminal, or
   * change the direction of the text.
   */
  private static void show(int codePoint, StringBuilder shown) {
    switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> {
        for (char unit : Character.toChars(codePoint)) {
          shown.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
        }
      }
      default -> shown.appendCodePoint(codePoint);
    }
  }

  static int width(String text) {
    return text.codePoints().map(TextTable::width).sum();
  }

  /**
   * How many places a terminal gives a character.
   *
   * @see <a href="https://www.unicode.org/reports/tr11/">UAX 11, East Asian Width</a>: the blocks
   *     whose characters are all or nearly all wide
   */
  private static int width(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean isWide =
        (c >= 0x1100 && c <= 0x115F)
            || (c >= 0x2E80 && c <= 0x303E)
            || (c >= 0x3041 && c <= 0xA4CF)
            || (c >= 0xAC00 && c <= 0xD7A3)
            || (c >= 0xF900 && c <= 0xFAFF)
            || (c >= 0xFE30 && c <= 0xFE6F)
            || (c >= 0xFF01 && c <= 0xFF60)
            || (c >= 0xFFE0 && c <= 0xFFE6)
            || (c >= 0x1F300 && c <= 0x1F64F)
            || (c >= 0x1F900 && c <= 0x1F9FF)
            || (c >= 0x20000 && c <= 0x3FFFD);
    return isWide ? 2 : 1;
  }
}
