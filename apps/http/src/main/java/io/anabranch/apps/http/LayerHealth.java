package io.anabranch.apps.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.anabranch.apps.layers.running.HealthSource;
import java.util.List;

/** Health of a layer that runs in its own process: it is ready while it has no active failures. */
final class LayerHealth extends Health {

  private record Body(Status status, String layer, List<WorkloadHealth> workloads) {}

  private record WorkloadHealth(
      String workload, String doing, @JsonProperty("activeFailures") List<String> activeFailures) {}

  private final String layer;
  private final List<HealthSource> workloads;

  LayerHealth(String layer, List<? extends HealthSource> workloads) {
    this.layer = layer;
    this.workloads = List.copyOf(workloads);
  }

  @Override
  Reply ready() {
    List<WorkloadHealth> all =
        workloads.stream()
            .map(
                one ->
                    new WorkloadHealth(
                        one.workload(), one.describe(), one.activeFailures().asJava()))
            .toList();
    boolean isDown = all.stream().anyMatch(one -> !one.activeFailures().isEmpty());
    Status status = isDown ? Status.DOWN : Status.UP;
    return reply(status, new Body(status, layer, all));
  }
}
