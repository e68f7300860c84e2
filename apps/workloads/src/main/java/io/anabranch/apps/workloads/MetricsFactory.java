package io.anabranch.apps.workloads;

import io.anabranch.adapters.wire.CollectdDecoder;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.ReferenceData;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.definition.WorkloadSetting;
import io.anabranch.domain.metrics.MetricsWorkload;
import io.anabranch.domain.shift.ShiftCalendar;
import io.anabranch.domain.view.Workload;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;

/** Cluster metrics of collectd, with groups and shifts. */
public final class MetricsFactory implements WorkloadFactory {
  @Override
  public String workload() {
    return MetricsWorkload.NAME;
  }

  @Override
  public Workload<?> create(DefinitionSpec spec) {
    if (spec.duplicates().isDefined()) {
      throw new IllegalArgumentException("values of collectd have no event id");
    }
    ShiftCalendar calendar =
        spec.parameters().isEmpty()
            ? ShiftCalendar.NONE
            : ShiftCalendar.fromParameters(spec.parameters());
    return MetricsWorkload.create(calendar, CollectdDecoder::create);
  }

  @Override
  public List<WorkloadSetting> settings() {
    return List.of(
        new WorkloadSetting(
            SpecificationData.ZONE,
            "UTC",
            "a time zone, for example Europe/Madrid",
            MetricsFactory::isZone));
  }

  private static boolean isZone(String text) {
    try {
      ZoneId.of(text);
      return true;
    } catch (DateTimeException unknown) {
      return false;
    }
  }

  /** Values of collectd have no id. */
  @Override
  public boolean hasEventIds() {
    return false;
  }

  @Override
  public List<String> referenceTopics() {
    return List.of(MetricsWorkload.REFERENCE_TOPIC);
  }

  @Override
  public ReferenceData referenceData() {
    return SpecificationData.EMPTY;
  }
}
