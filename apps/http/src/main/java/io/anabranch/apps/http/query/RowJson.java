package io.anabranch.apps.http.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.Value;
import java.io.IOException;

/** Rows as JSON: a field for each field, in their order. */
public final class RowJson {

  private RowJson() {}

  /** Writes the fields of a row into the object that is open. */
  public static void fields(JsonGenerator json, Row row) throws IOException {
    for (int i = 0; i < row.fields().size(); i++) {
      json.writeFieldName(row.fields().get(i));
      value(json, row.values().get(i));
    }
  }

  private static void value(JsonGenerator json, Value value) throws IOException {
    if (value instanceof Value.Text text) {
      // A lone surrogate has no bytes in UTF-8, so it is written as the escape that it came as.
      json.setHighestNonEscapedChar(hasLoneSurrogate(text.text()) ? 127 : 0);
      json.writeString(text.text());
    } else if (value instanceof Value.Whole whole) {
      json.writeNumber(whole.number());
    } else if (value instanceof Value.Real real) {
      json.writeNumber(real.number());
    } else {
      json.writeNull();
    }
  }

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }
}
