package io.anabranch.examples.embedding;

import io.anabranch.domain.aggregate.IntegerSum;
import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import java.util.List;

/** How often each page was visited. A record's value is the name of a page. */
final class PageVisits implements WorkloadFactory {

  private static final Measure<Utf8, IntegerSum> VISITS =
      Measure.of("visits", IntegerSum.MONOID, (sum, page) -> sum.add(1));

  private static final View<Utf8> PAGES =
      View.of(Utf8.class, "pages").by("page", page -> page).keep(VISITS).build();

  static final Presentation VISITS_BY_PAGE =
      Presentation.of(PAGES, "pages")
          .key("page")
          .show("visits", row -> Value.of(row.of(VISITS).toBigInteger()))
          .build();

  private static final EventDecoder<Utf8> DECODER =
      (topic, bytes, start, length, sink) -> sink.accept(Utf8.slice(bytes, start, length));

  @Override
  public String workload() {
    return "visits";
  }

  @Override
  public Workload<Utf8> create(DefinitionSpec spec) {
    return new Workload<>(
        workload(), List.of("visits"), () -> DECODER, List.of(PAGES), List.of(VISITS_BY_PAGE));
  }
}
