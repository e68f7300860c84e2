package io.anabranch.apps.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Figures in lines of the same fields, for people or for programs. */
final class FigureLines {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final String name;
  private final List<Map<String, Object>> lines;

  /**
   * At least one line.
   *
   * @param name the field that is the header of each column
   * @param lines a text, a {@link Long} or a {@link Double} for each field
   */
  FigureLines(String name, List<Map<String, Object>> lines) {
    this.name = name;
    this.lines = List.copyOf(lines);
  }

  /** Writes the lines, for people or for programs. */
  void write(RowWriter.Format format, PrintWriter out) throws IOException {
    if (format == RowWriter.Format.JSON) {
      for (Map<String, Object> line : lines) {
        out.println(json(line));
      }
    } else {
      out.println(table());
    }
  }

  private static String json(Map<String, Object> line) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, Object> field : line.entrySet()) {
        json.writeFieldName(field.getKey());
        if (field.getValue() instanceof Long whole) {
          json.writeNumber(whole);
        } else if (field.getValue() instanceof Double real) {
          json.writeNumber(real);
        } else {
          json.writeString(field.getValue().toString());
        }
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  /** A column for each workload: there are more figures than workloads. */
  private String table() {
    List<String> fields = new ArrayList<>(lines.get(lines.size() - 1).keySet());
    fields.remove(name);
    Column[] columns = new Column[lines.size() + 1];
    columns[0] = new Column().dataAlign(HorizontalAlign.LEFT);
    for (int i = 0; i < lines.size(); i++) {
      columns[i + 1] =
          new Column()
              .header(String.valueOf(lines.get(i).get(name)))
              .headerAlign(HorizontalAlign.RIGHT)
              .dataAlign(HorizontalAlign.RIGHT);
    }
    String[][] cells = new String[fields.size()][];
    for (int row = 0; row < cells.length; row++) {
      String field = fields.get(row);
      cells[row] = new String[columns.length];
      cells[row][0] = field.replace('_', ' ');
      for (int i = 0; i < lines.size(); i++) {
        cells[row][i + 1] = cell(lines.get(i).get(field));
      }
    }
    return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, columns, cells);
  }

  private static String cell(@Nullable Object value) {
    if (value instanceof Long whole) {
      return String.format(Locale.ROOT, "%,d", whole);
    }
    return value instanceof Double real
        ? String.format(Locale.ROOT, "%,.2f", real)
        : value == null ? "" : value.toString();
  }
}
