package io.anabranch.apps.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.anabranch.domain.answer.Provenance;
import io.anabranch.domain.log.OffsetVector;
import java.io.IOException;

/** Provenance as JSON: offsets by {@code topic-partition}. */
final class ProvenanceJson {

  private ProvenanceJson() {}

  static void write(JsonGenerator json, Provenance provenance) throws IOException {
    json.writeStartObject();
    json.writeStringField("layer", provenance.layer().toString());
    json.writeNumberField("definition", provenance.definition().value());
    json.writeNumberField("epoch", provenance.epoch());
    offsets(json, "origin", provenance.origin());
    offsets(json, "cut", provenance.cut());
    offsets(json, "V", provenance.reach());
    json.writeNumberField("reference", provenance.reference());
    if (provenance.staleness().isDefined()) {
      Provenance.Staleness staleness = provenance.staleness().get();
      json.writeNumberField("behind", staleness.positions());
      json.writeNumberField("stale_ms", staleness.age().toMillis());
    }
    json.writeStringField("answer", provenance.isExact() ? "exact" : "incomplete");
    if (!provenance.isExact()) {
      json.writeArrayFieldStart("missing");
      for (String reason : provenance.missing()) {
        json.writeString(reason);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void offsets(JsonGenerator json, String name, OffsetVector offsets)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (var entry : offsets.asMap().entrySet()) {
      json.writeNumberField(entry.getKey().toString(), entry.getValue());
    }
    json.writeEndObject();
  }
}
