package io.anabranch.apps.http.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.anabranch.domain.answer.Provenance;
import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.log.OffsetVector;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;

/**
 * Provenance as JSON: offsets by {@code topic-partition}, with {@code @id} behind it where the
 * topic is gone and another has its name.
 */
public final class ProvenanceJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private ProvenanceJson() {}

  /** Writes it as an object. */
  public static void write(JsonGenerator json, Provenance provenance) throws IOException {
    json.writeStartObject();
    json.writeStringField("layer", provenance.layer().toString());
    json.writeNumberField("definition", provenance.definition().value());
    json.writeNumberField("epoch", provenance.epoch());
    offsets(json, "origin", provenance.origin(), provenance.losses());
    offsets(json, "cut", provenance.cut(), provenance.losses());
    offsets(json, "V", provenance.reach(), provenance.losses());
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
    if (!provenance.losses().isEmpty()) {
      json.writeArrayFieldStart("lost");
      for (Loss loss : provenance.losses()) {
        write(json, loss);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Loss loss) throws IOException {
    json.writeStartObject();
    json.writeStringField("topic", loss.partition().topic().name());
    json.writeStringField("id", loss.partition().topic().id().toString());
    json.writeNumberField("partition", loss.partition().number());
    json.writeStringField("cause", loss.cause().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("from", loss.range().from());
    json.writeNumberField("to", loss.range().to());
    json.writeStringField("accepted", loss.accepted().toString());
    json.writeStringField("by", loss.by());
    json.writeStringField("words", LossWords.describe(loss));
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
  public static void offsets(
      JsonGenerator json, String name, OffsetVector offsets, Vector<Loss> losses)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (var entry : offsets.asMap().entrySet()) {
      json.writeNumberField(LossWords.name(entry.getKey(), offsets, losses), entry.getValue());
    }
    json.writeEndObject();
  }
}
