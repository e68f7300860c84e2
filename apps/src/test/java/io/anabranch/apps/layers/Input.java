package io.anabranch.apps.layers;

import io.anabranch.apps.workloads.Workloads;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.metrics.MetricsWorkload;
import io.anabranch.domain.vending.VendingWorkload;
import io.anabranch.domain.view.Labels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What a world's log holds, and the workload that reads it. */
interface Input {

  WorkloadFactory workloads();

  List<String> topics();

  byte[] value(Partition partition, Random random);

  /** A value that a column may have, or none has. */
  String name(String column, Random random);

  default Map<String, String> parameters() {
    return new TreeMap<>();
  }

  /** Whether a definition may name an event id. */
  default boolean isIdentified() {
    return true;
  }

  default boolean isTally() {
    return false;
  }

  default Labels labels() {
    return Recount.LABELS;
  }

  /** Every kind of aggregate, counted independently. */
  record Tallies() implements Input {
    @Override
    public WorkloadFactory workloads() {
      return new Tally();
    }

    @Override
    public List<String> topics() {
      return Tally.TOPICS;
    }

    @Override
    public byte[] value(Partition partition, Random random) {
      return Tally.randomValue(random);
    }

    @Override
    public String name(String column, Random random) {
      return column.substring(0, 1) + random.nextInt(9);
    }

    @Override
    public boolean isTally() {
      return true;
    }
  }

  /** Purchases as they come, some out of shape. */
  record Vending() implements Input {
    @Override
    public WorkloadFactory workloads() {
      return shipped(VendingWorkload.NAME);
    }

    @Override
    public List<String> topics() {
      return List.of(VendingWorkload.TOPIC);
    }

    @Override
    public byte[] value(Partition partition, Random random) {
      if (random.nextInt(15) == 0) {
        return bytes("{\"item\":");
      }
      return bytes(
          "{\"item\":\"item%d\",\"customer_id\":%d,\"healthy_food\":\"%s\",\"price\":%s,"
                  .formatted(
                      random.nextInt(5),
                      random.nextInt(12),
                      random.nextBoolean() ? "healthy" : "not_healthy",
                      Double.toString(random.nextInt(1_000) / 100.0))
              + "\"snack_automat_id\":\"machine%d\",\"timestamp\":\"2024-08-0%d 1%d:31:21\","
                  .formatted(random.nextInt(4), 1 + random.nextInt(3), random.nextInt(10))
              + "\"ones\":%d,\"id\":\"e%d\"}".formatted(random.nextInt(5) - 1, random.nextInt(25)));
    }

    @Override
    public String name(String column, Random random) {
      return column + random.nextInt(5);
    }
  }

  /** Graphite lines and value lists; readings of one node and hour, told by shift and group. */
  record Metrics() implements Input {
    @Override
    public WorkloadFactory workloads() {
      return shipped(MetricsWorkload.NAME);
    }

    @Override
    public List<String> topics() {
      return List.of(MetricsWorkload.TOPIC);
    }

    @Override
    public boolean isIdentified() {
      return false;
    }

    @Override
    public byte[] value(Partition partition, Random random) {
      int node = random.nextInt(4);
      long second = 1_700_000_000L + random.nextInt(30) * 977L;
      if (random.nextBoolean()) {
        return bytes(
            "node%d.cpu-0.cpu-idle %s %d\r\nnode%d.load.load-shortterm nan %d\r\n"
                .formatted(
                    node, Double.toString(random.nextGaussian() * 100), second, node, second));
      }
      return bytes(
          ("[{\"values\":[%s,null],\"dstypes\":[\"gauge\",\"gauge\"],\"dsnames\":[\"shortterm\","
                  + "\"midterm\"],\"time\":%d.250,\"interval\":1.000,\"host\":\"node%d\","
                  + "\"plugin\":\"load\",\"plugin_instance\":\"\",\"type\":\"load\","
                  + "\"type_instance\":\"\"}]")
              .formatted(Double.toString(random.nextGaussian()), second, node));
    }

    @Override
    public String name(String column, Random random) {
      return switch (column) {
        case "indicator" -> "cpu-0.cpu-idle";
        case "shift" -> "Sin Asignar";
        default -> column + random.nextInt(4);
      };
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static WorkloadFactory shipped(String name) {
    return Workloads.all().stream()
        .filter(factory -> factory.workload().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
