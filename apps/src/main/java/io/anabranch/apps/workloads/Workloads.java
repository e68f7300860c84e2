package io.anabranch.apps.workloads;

import io.anabranch.adapters.wire.CollectdDecoder;
import io.anabranch.adapters.wire.DecoderSettings;
import io.anabranch.adapters.wire.ObservationDecoder;
import io.anabranch.adapters.wire.PurchaseDecoder;
import io.anabranch.adapters.wire.SocialDecoder;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.metrics.MetricsWorkload;
import io.anabranch.domain.shift.ShiftCalendar;
import io.anabranch.domain.social.SocialWorkload;
import io.anabranch.domain.vending.VendingWorkload;
import io.anabranch.domain.view.Workload;
import io.anabranch.domain.weather.WeatherWorkload;
import java.util.List;

/** The workloads that ship, each built from its definition in whichever process asks. */
public final class Workloads {

  private Workloads() {}

  /** Every workload that ships, in the order in which they are shown. */
  public static List<WorkloadFactory> all() {
    return List.of(new Metrics(), new Vending(), new Social(), new Weather());
  }

  private static void refuseParameters(DefinitionSpec spec) {
    if (!spec.parameters().isEmpty()) {
      throw new IllegalArgumentException(
          spec.workload() + " takes no parameters, not " + spec.parameters().keySet());
    }
  }

  private record Metrics() implements WorkloadFactory {
    @Override
    public String workload() {
      return MetricsWorkload.NAME;
    }

    @Override
    public Workload<?> create(DefinitionSpec spec) {
      if (spec.duplicates().isDefined()) {
        throw new IllegalArgumentException("collectd's values carry no event id");
      }
      ShiftCalendar calendar =
          spec.parameters().isEmpty()
              ? ShiftCalendar.NONE
              : ShiftCalendar.fromParameters(spec.parameters());
      return MetricsWorkload.create(calendar, CollectdDecoder::create);
    }
  }

  private record Vending() implements WorkloadFactory {
    @Override
    public String workload() {
      return VendingWorkload.NAME;
    }

    @Override
    public Workload<?> create(DefinitionSpec spec) {
      refuseParameters(spec);
      DecoderSettings settings = DecoderSettings.of(spec);
      return VendingWorkload.create(() -> PurchaseDecoder.create(settings));
    }
  }

  private record Social() implements WorkloadFactory {
    @Override
    public String workload() {
      return SocialWorkload.NAME;
    }

    @Override
    public Workload<?> create(DefinitionSpec spec) {
      refuseParameters(spec);
      DecoderSettings settings = DecoderSettings.of(spec);
      return SocialWorkload.create(() -> SocialDecoder.create(settings));
    }
  }

  private record Weather() implements WorkloadFactory {
    @Override
    public String workload() {
      return WeatherWorkload.NAME;
    }

    @Override
    public Workload<?> create(DefinitionSpec spec) {
      refuseParameters(spec);
      DecoderSettings settings = DecoderSettings.of(spec);
      return WeatherWorkload.create(() -> ObservationDecoder.create(settings));
    }
  }
}
