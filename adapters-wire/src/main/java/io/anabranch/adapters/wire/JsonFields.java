package io.anabranch.adapters.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Declares the fields that a workload reads, once, before the first record. */
public final class JsonFields {

  private final Map<String, JsonField> byName = new HashMap<>();
  private final List<JsonField> fields = new ArrayList<>();

  JsonFields() {}

  /** The top-level field of a name. Equal names give the same field. */
  public JsonField field(String name) {
    return byName.computeIfAbsent(
        name,
        unseen -> {
          JsonField field = new JsonField(unseen, fields.size());
          fields.add(field);
          return field;
        });
  }

  List<JsonField> all() {
    return List.copyOf(fields);
  }
}
