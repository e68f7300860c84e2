package io.anabranch.apps.http;

import io.anabranch.apps.layers.running.HealthSource;
import java.util.List;

/** Whether a layer that is a process of its own works: it is ready while nothing troubles it. */
final class LayerHealth extends Health {

  private final String layer;
  private final List<HealthSource> workloads;

  LayerHealth(String layer, List<? extends HealthSource> workloads) {
    this.layer = layer;
    this.workloads = List.copyOf(workloads);
  }

  @Override
  Reply ready() {
    boolean isDown = workloads.stream().anyMatch(one -> !one.activeFailures().isEmpty());
    return standing(
        isDown ? Standing.DOWN : Standing.UP,
        json -> {
          json.writeStringField("layer", layer);
          json.writeArrayFieldStart("workloads");
          for (HealthSource one : workloads) {
            json.writeStartObject();
            json.writeStringField("workload", one.workload());
            json.writeStringField("doing", one.describe());
            writeTroubles(json, one.activeFailures());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
