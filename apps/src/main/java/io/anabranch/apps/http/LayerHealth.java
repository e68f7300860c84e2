package io.anabranch.apps.http;

import io.anabranch.apps.running.Watched;
import java.util.List;

/** Whether a layer that is a process of its own works: it is ready while nothing troubles it. */
final class LayerHealth extends Health {

  private final String layer;
  private final List<Watched> workloads;

  LayerHealth(String layer, List<? extends Watched> workloads) {
    this.layer = layer;
    this.workloads = List.copyOf(workloads);
  }

  @Override
  Reply ready() {
    boolean isDown = workloads.stream().anyMatch(one -> !one.troubles().isEmpty());
    return standing(
        isDown ? Standing.DOWN : Standing.UP,
        json -> {
          json.writeStringField("layer", layer);
          json.writeArrayFieldStart("workloads");
          for (Watched one : workloads) {
            json.writeStartObject();
            json.writeStringField("workload", one.workload());
            json.writeStringField("doing", one.words());
            writeTroubles(json, one.troubles());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
