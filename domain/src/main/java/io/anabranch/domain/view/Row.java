package io.anabranch.domain.view;

import java.util.List;

/**
 * A row as it is shown.
 *
 * @param fields names, in the order in which they are shown, the same for all rows of a
 *     presentation
 * @param values as many
 */
public record Row(List<String> fields, List<Value> values) {

  public Row {
    fields = List.copyOf(fields);
    values = List.copyOf(values);
    if (fields.size() != values.size()) {
      throw new IllegalArgumentException(fields.size() + " fields, " + values.size() + " values");
    }
  }
}
