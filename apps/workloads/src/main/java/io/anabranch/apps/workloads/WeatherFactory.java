package io.anabranch.apps.workloads;

import io.anabranch.adapters.wire.DecoderSettings;
import io.anabranch.adapters.wire.ObservationDecoder;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.view.Workload;
import io.anabranch.domain.weather.WeatherWorkload;

/** Observations of the weather in cities. */
public final class WeatherFactory implements WorkloadFactory {
  @Override
  public String workload() {
    return WeatherWorkload.NAME;
  }

  @Override
  public Workload<?> create(DefinitionSpec spec) {
    Parameters.reject(spec);
    DecoderSettings settings = DecoderSettings.of(spec);
    return WeatherWorkload.create(() -> ObservationDecoder.create(settings));
  }
}
