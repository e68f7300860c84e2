package io.anabranch.apps.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.anabranch.apps.http.query.RowJson;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.Value;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes rows as people or programs read them. */
interface RowWriter {

  /** How rows are written. */
  enum Format {
    /** Columns for people. */
    TABLE,
    /** One JSON object per line. */
    JSON,
    /** RFC 4180, a header for each view. */
    CSV;

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is shown: a view's name, and the names of its fields. */
  record Shown(String name, List<String> fields) {
    public Shown {
      fields = List.copyOf(fields);
    }

    static Shown of(Presentation presentation) {
      return new Shown(presentation.name(), presentation.fields());
    }
  }

  /**
   * Writes the rows of a view.
   *
   * @param provenance as JSON, to be written with them
   */
  void write(Shown shown, Vector<Row> rows, Option<String> provenance) throws IOException;

  /** The requested format; by default a table on a terminal, else JSON. */
  static Format chosen(@Nullable Format asked) {
    if (asked != null) {
      return asked;
    }
    return Boolean.getBoolean("anabranch.terminal") ? Format.TABLE : Format.JSON;
  }

  static RowWriter of(Format format, Writer out) {
    return switch (format) {
      case TABLE -> new Table(out);
      case JSON -> new Json(out);
      case CSV -> new Csv(out);
    };
  }

  /** {@inheritDoc} */
  record Json(Writer out) implements RowWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    @Override
    public void write(Shown shown, Vector<Row> rows, Option<String> provenance) throws IOException {
      try (JsonGenerator json = FACTORY.createGenerator(out)) {
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        for (Row row : rows) {
          json.writeStartObject();
          json.writeStringField("view", shown.name());
          RowJson.fields(json, row);
          if (provenance.isDefined()) {
            json.writeFieldName("provenance");
            json.writeRawValue(provenance.get());
          }
          json.writeEndObject();
        }
      }
      if (!rows.isEmpty()) {
        out.write('\n');
      }
    }
  }

  /** {@inheritDoc} */
  record Csv(Writer out) implements RowWriter {
    @Override
    public void write(Shown shown, Vector<Row> rows, Option<String> provenance) throws IOException {
      List<String> header = new ArrayList<>(List.of("view"));
      header.addAll(shown.fields());
      provenance.forEach(p -> header.add("provenance"));
      line(header);
      for (Row row : rows) {
        List<String> cells = new ArrayList<>(List.of(shown.name()));
        row.values().forEach(value -> cells.add(value.toString()));
        provenance.forEach(p -> cells.add(p));
        line(cells);
      }
    }

    private void line(List<String> cells) throws IOException {
      out.write(cells.stream().map(Csv::cell).collect(Collectors.joining(",")));
      out.write("\r\n");
    }

    private static String cell(String text) {
      boolean isPlain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
      return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
  }

  /** {@inheritDoc} */
  record Table(Writer out) implements RowWriter {
    @Override
    public void write(Shown shown, Vector<Row> rows, Option<String> provenance) throws IOException {
      List<TextTable.Side> sides = new ArrayList<>();
      for (int i = 0; i < shown.fields().size(); i++) {
        int field = i;
        boolean isText = rows.exists(row -> row.values().get(field) instanceof Value.Text);
        sides.add(isText ? TextTable.Side.LEFT : TextTable.Side.RIGHT);
      }
      TextTable table = new TextTable(shown.fields(), sides);
      rows.forEach(row -> table.add(row.values().stream().map(Value::toString).toList()));
      out.write(shown.name() + " (" + rows.size() + (rows.size() == 1 ? " row)\n" : " rows)\n"));
      out.write(table.toString());
      if (provenance.isDefined()) {
        out.write(provenance.get() + "\n");
      }
      out.write('\n');
    }
  }
}
