package io.anabranch.ports.contract;

import io.anabranch.domain.aggregate.ExactDoubleSum;
import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.aggregate.Moments;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The workload of the engine contracts. A record is {@code name second value}, with an id if the
 * definition has a rule for duplicates. Any process can build it by name.
 */
public final class ContractWorkload implements WorkloadFactory {

  public static final String NAME = "contract";

  private record Gauge(Utf8 name, long second, double value) {}

  @Override
  public String workload() {
    return NAME;
  }

  @Override
  public Workload<?> create(DefinitionSpec spec) {
    View<Gauge> hourly =
        View.of(Gauge.class, "hourly")
            .by("name", Gauge::name)
            .per(Bucket.HOUR, Gauge::second)
            .keep(
                Measure.<Gauge, Moments>of(
                    "value", Moments.MONOID, (state, gauge) -> state.add(gauge.value())))
            .build();
    View<Gauge> totals =
        View.of(Gauge.class, "totals")
            .by("name", Gauge::name)
            .keep(
                Measure.<Gauge, ExactDoubleSum>of(
                    "total", ExactDoubleSum.MONOID, (state, gauge) -> state.add(gauge.value())))
            .build();
    return new Workload<Gauge>(
        NAME,
        List.of("snacks"),
        () -> ContractWorkload::decode,
        List.of(hourly, totals),
        List.of());
  }

  private static void decode(
      String topic, byte[] bytes, int start, int length, EventSink<? super Gauge> sink) {
    String[] parts = new String(bytes, start, length, StandardCharsets.UTF_8).split(" ", -1);
    if (parts.length != 4) {
      sink.reject(new Rejection.Invalid("", "a gauge"));
      return;
    }
    Gauge gauge =
        new Gauge(Utf8.of(parts[0]), Long.parseLong(parts[1]), Double.parseDouble(parts[2]));
    sink.accept(gauge, Utf8.of(parts[3]));
  }
}
