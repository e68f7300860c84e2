package @PACKAGE@;

import io.anabranch.domain.aggregate.Distinct;
import io.anabranch.domain.aggregate.ExactDoubleSum;
import io.anabranch.domain.aggregate.IntegerSum;
import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.ReferenceData;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.definition.WorkloadSetting;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import java.util.List;

/** The workload {@code @NAME@}: events by place, region and hour. */
public final class @CLASS@Workload implements WorkloadFactory {

  static final String NAME = "@NAME@";
  static final String TOPIC = "@NAME@";

  private static final String LEAST_AMOUNT = "least-amount";

  // What is stored: a row for each place and hour, with three states that merge.

  static final Measure<@CLASS@Event, IntegerSum> EVENTS =
      Measure.of("events", IntegerSum.MONOID, (sum, event) -> sum.add(1));
  static final Measure<@CLASS@Event, ExactDoubleSum> AMOUNT =
      Measure.of("amount", ExactDoubleSum.MONOID, (total, event) -> total.add(event.amount()));
  static final Measure<@CLASS@Event, Distinct> VISITORS =
      Measure.of("visitors", Distinct.MONOID, (all, event) -> all.add(event.visitor()));

  static final View<@CLASS@Event> STORED =
      View.of(@CLASS@Event.class, "places")
          .by("place", @CLASS@Event::place)
          .per(Bucket.HOUR, @CLASS@Event::at)
          .keep(EVENTS)
          .keep(AMOUNT)
          .keep(VISITORS)
          .build();

  // What is shown: two views over the same rows. The region is a label from the reference topic.

  static final Presentation PLACES =
      showing(
          Presentation.of(STORED, "places")
              .key("place")
              .label(Regions.LABEL, "place")
              .time("hour"));
  static final Presentation REGIONS =
      showing(Presentation.of(STORED, "regions").label(Regions.LABEL, "place").time("hour"));

  private static Presentation showing(Presentation.Builder key) {
    return key.show("events", row -> Value.of(row.of(EVENTS).toBigInteger()))
        .show("amount", row -> Value.of(row.of(AMOUNT).rounded()))
        .show("visitors", row -> Value.of(row.of(VISITORS).count()))
        .build();
  }

  @Override
  public String workload() {
    return NAME;
  }

  @Override
  public Workload<@CLASS@Event> create(DefinitionSpec spec) {
    double leastAmount = Double.parseDouble(spec.parameters().getOrDefault(LEAST_AMOUNT, "0"));
    return new Workload<>(
        NAME,
        List.of(TOPIC),
        () -> @CLASS@Decoder.of(spec, leastAmount),
        List.of(STORED),
        List.of(PLACES, REGIONS));
  }

  /** Users set it as {@code workloads.@NAME@.least-amount}; another value is a new definition. */
  @Override
  public List<WorkloadSetting> settings() {
    return List.of(
        new WorkloadSetting(
            LEAST_AMOUNT, "0", "a number, for example 0.5", text -> text.matches("\\d+(\\.\\d+)?")));
  }

  @Override
  public List<String> referenceTopics() {
    return List.of(Regions.TOPIC);
  }

  @Override
  public ReferenceData referenceData() {
    return Regions.NONE;
  }
}
