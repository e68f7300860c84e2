package io.anabranch.domain.view;

import java.util.List;

/**
 * A presented row.
 *
 * @param fields the names of the fields in order, equal for all rows of a presentation
 * @param values a value for each field
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
