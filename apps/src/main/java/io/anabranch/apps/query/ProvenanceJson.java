package io.anabranch.apps.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.anabranch.domain.answer.Provenance;
import io.anabranch.domain.log.OffsetVector;
import java.io.IOException;
import java.io.StringWriter;

/** Provenance as JSON: offsets by {@code topic-partition}. */
public final class ProvenanceJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private ProvenanceJson() {}

  /** Writes it as an object. */
  public static void write(JsonGenerator json, Provenance provenance) throws IOException {
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

  /** The text of it. */
  public static String text(Provenance provenance) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(json, provenance);
    } catch (IOException impossible) {
      throw new IllegalStateException("a string cannot fail", impossible);
    }
    return text.toString();
  }

  /** Writes offsets as an object under a name. */
  public static void offsets(JsonGenerator json, String name, OffsetVector offsets)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (var entry : offsets.asMap().entrySet()) {
      json.writeNumberField(entry.getKey().toString(), entry.getValue());
    }
    json.writeEndObject();
  }
}
