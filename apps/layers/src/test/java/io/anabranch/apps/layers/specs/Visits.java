package io.anabranch.apps.layers.specs;

import io.anabranch.domain.aggregate.IntegerSum;
import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Counts visits per gate. A record is the name of a gate and, where a definition looks for
 * duplicates, an id behind a space; {@link #REJECTED} is no visit.
 */
public final class Visits implements WorkloadFactory {

  public static final String NAME = "visits";
  public static final String TOPIC = "turnstiles";
  public static final String REJECTED = "";

  private record Visit(Utf8 gate) {}

  private static final Measure<Visit, IntegerSum> COUNT =
      Measure.of("count", IntegerSum.MONOID, (sum, visit) -> sum.add(1));

  private static final View<Visit> GATES =
      View.of(Visit.class, "gates").by("gate", Visit::gate).keep(COUNT).build();

  private static final Presentation SHOWN =
      Presentation.of(GATES, "gates")
          .key("gate")
          .show("count", row -> Value.of(row.of(COUNT).toBigInteger()))
          .build();

  /** Asks for the count of every gate. */
  public static final Query.Fitted EVERY_GATE = Query.ALL.fit(SHOWN).get();

  /** The stored counts. */
  public static View<?> gates() {
    return GATES;
  }

  @Override
  public String workload() {
    return NAME;
  }

  @Override
  public Workload<?> create(DefinitionSpec spec) {
    boolean hasIds = spec.duplicates().isDefined();
    return new Workload<Visit>(
        NAME,
        List.of(TOPIC),
        () ->
            (topic, bytes, start, length, sink) ->
                decode(new String(bytes, start, length, StandardCharsets.UTF_8), hasIds, sink),
        List.of(GATES),
        List.of(SHOWN));
  }

  private static void decode(String text, boolean hasIds, EventSink<? super Visit> sink) {
    int space = text.indexOf(' ');
    if (text.equals(REJECTED)) {
      sink.reject(new Rejection.Missing("gate"));
    } else if (hasIds) {
      sink.accept(new Visit(Utf8.of(text.substring(0, space))), Utf8.of(text.substring(space + 1)));
    } else {
      sink.accept(new Visit(Utf8.of(text)));
    }
  }
}
