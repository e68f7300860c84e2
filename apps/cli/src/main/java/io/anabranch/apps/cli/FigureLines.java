package io.anabranch.apps.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
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
      out.print(table());
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
    List<String> header = new ArrayList<>();
    List<TextTable.Side> sides = new ArrayList<>();
    header.add("");
    sides.add(TextTable.Side.LEFT);
    for (Map<String, Object> line : lines) {
      header.add(String.valueOf(line.get(name)));
      sides.add(TextTable.Side.RIGHT);
    }
    TextTable table = new TextTable(header, sides);
    for (String field : fields) {
      List<String> cells = new ArrayList<>();
      cells.add(field.replace('_', ' '));
      lines.forEach(line -> cells.add(cell(line.get(field))));
      table.add(cells);
    }
    return table.toString();
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
