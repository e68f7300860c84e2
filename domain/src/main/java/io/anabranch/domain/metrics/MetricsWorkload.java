package io.anabranch.domain.metrics;

import io.anabranch.domain.aggregate.Average;
import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.aggregate.Moments;
import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.shift.ShiftCalendar;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Cluster metrics. Shifts split rows, so they belong to the definition. Groups are labels of nodes,
 * applied by a {@link GroupAssignment} when rows are read.
 */
public final class MetricsWorkload {

  public static final String NAME = "metrics";

  /** The topic of the readings. */
  public static final String TOPIC = "collectd";

  /** The topic of the {@linkplain Specification reference log}. */
  public static final String REFERENCE_TOPIC = "especificaciones";

  private static final String NODE = "node";
  private static final String INDICATOR = "indicator";
  private static final String SHIFT = "shift";

  private static final Measure<Reading, Average> AVERAGE =
      Measure.of("value", Average.MONOID, (average, reading) -> average.add(reading.value()));

  private static final Measure<Reading, Moments> MOMENTS =
      Measure.of("moments", Moments.MONOID, (moments, reading) -> moments.add(reading.value()));

  private MetricsWorkload() {}

  /**
   * The workload with the shifts of a calendar.
   *
   * @param decoders gives a fresh decoder for each thread
   */
  public static Workload<Reading> create(
      ShiftCalendar calendar, Supplier<? extends EventDecoder<Reading>> decoders) {
    Function<Reading, Utf8> shift = reading -> ShiftAssignment.assign(reading, calendar);
    View<Reading> measurements =
        View.of(Reading.class, "measurements")
            .by(NODE, Reading::node)
            .by(INDICATOR, Reading::indicator)
            .by(SHIFT, shift)
            .per(Bucket.SECOND, Reading::epochSecond)
            .keep(AVERAGE)
            .build();
    View<Reading> hourly =
        View.of(Reading.class, "hourly")
            .by(NODE, Reading::node)
            .by(INDICATOR, Reading::indicator)
            .by(SHIFT, shift)
            .per(Bucket.HOUR, Reading::epochSecond)
            .keep(MOMENTS)
            .build();
    return new Workload<>(
        NAME,
        List.of(TOPIC),
        decoders,
        List.of(measurements, hourly),
        List.of(
            Presentation.of(measurements, "measurements")
                .key(NODE)
                .key(INDICATOR)
                .time("time")
                .label(GroupAssignment.LABEL, NODE)
                .key(SHIFT)
                .show("count", row -> Value.of(row.of(AVERAGE).count()))
                .show("value", row -> Value.of(row.of(AVERAGE).mean()))
                .build(),
            showingMoments(
                Presentation.of(hourly, "hourly")
                    .time("hour")
                    .key(SHIFT)
                    .label(GroupAssignment.LABEL, NODE)
                    .key(NODE)
                    .key(INDICATOR)),
            showingMoments(
                Presentation.of(hourly, "hourly_by_shift").time("hour").key(SHIFT).key(INDICATOR)),
            showingMoments(
                Presentation.of(hourly, "hourly_by_group")
                    .time("hour")
                    .label(GroupAssignment.LABEL, NODE)
                    .key(INDICATOR))));
  }

  private static Presentation showingMoments(Presentation.Builder key) {
    return key.show("count", row -> Value.of(row.of(MOMENTS).count()))
        .show("sum", row -> Value.of(row.of(MOMENTS).sum()))
        .show("min", row -> Value.of(row.of(MOMENTS).min()))
        .show("max", row -> Value.of(row.of(MOMENTS).max()))
        .show("mean", row -> Value.of(row.of(MOMENTS).mean()))
        .show("variance", row -> Value.of(row.of(MOMENTS).variance()))
        .build();
  }
}
