package io.anabranch.apps.http.query;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.anabranch.domain.answer.Provenance;
import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.log.OffsetVector;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Provenance as JSON: offsets by {@code topic-partition}, followed by {@code @id} where the topic
 * is gone and another has its name.
 *
 * @param stalenessUnknown why the log could not be asked; {@code behind} and {@code staleMs} are
 *     absent then
 */
public record ProvenanceJson(
    String layer,
    long definition,
    long epoch,
    Map<String, Long> origin,
    Map<String, Long> cut,
    @JsonProperty("V") Map<String, Long> reach,
    long reference,
    Option<Long> behind,
    Option<Long> staleMs,
    Option<String> stalenessUnknown,
    String answer,
    Option<List<String>> missing,
    Option<List<LostJson>> lost) {

  /** A loss as JSON. */
  public record LostJson(
      String topic,
      String id,
      int partition,
      String cause,
      long from,
      long to,
      Instant accepted,
      String by,
      String words) {

    private static LostJson of(Loss loss) {
      return new LostJson(
          loss.partition().topic().name(),
          loss.partition().topic().id().toString(),
          loss.partition().number(),
          loss.cause().name().toLowerCase(Locale.ROOT),
          loss.range().from(),
          loss.range().to(),
          loss.accepted(),
          loss.by(),
          LossMessages.describe(loss));
    }
  }

  public static ProvenanceJson of(Provenance provenance) {
    Vector<Loss> losses = provenance.losses();
    Option<Provenance.Staleness> staleness = provenance.staleness().toOption();
    return new ProvenanceJson(
        provenance.layer().toString(),
        provenance.definition().value(),
        provenance.epoch(),
        offsets(provenance.origin(), losses),
        offsets(provenance.cut(), losses),
        offsets(provenance.reach(), losses),
        provenance.reference(),
        staleness.map(Provenance.Staleness::positions),
        staleness.map(known -> known.age().toMillis()),
        provenance.staleness().swap().toOption(),
        provenance.isExact() ? "exact" : "incomplete",
        Option.when(!provenance.isExact(), provenance.missing()::asJava),
        Option.when(!losses.isEmpty(), () -> losses.map(LostJson::of).asJava()));
  }

  /** The text of it. */
  public static String text(Provenance provenance) {
    return new String(Json.bytes(of(provenance)), StandardCharsets.UTF_8);
  }

  /** Offsets by the names of their partitions. */
  public static Map<String, Long> offsets(OffsetVector offsets, Vector<Loss> losses) {
    Map<String, Long> named = new LinkedHashMap<>();
    offsets
        .asMap()
        .forEach(
            (partition, offset) ->
                named.put(LossMessages.name(partition, offsets, losses), offset));
    return named;
  }
}
