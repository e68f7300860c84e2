package io.anabranch.apps.launch.process;

import io.anabranch.apps.layers.running.LayerThreads;
import io.anabranch.apps.layers.running.MetricRegistry;
import io.anabranch.apps.layers.running.Worker;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.StoreFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The ends of the log, which a separate worker reads at intervals: the lag of a layer is known even
 * while the layer is stuck.
 */
final class LogEnds {

  private static final Duration EVERY = Duration.ofSeconds(5);

  private final EventLog log;
  private final Supplier<Set<Partition>> partitions;
  private volatile Map<Partition, Long> ends = Map.of();

  LogEnds(EventLog log, Supplier<Set<Partition>> partitions) {
    this.log = log;
    this.partitions = partitions;
  }

  void start(LayerThreads threads) {
    threads.run("log's end", Worker.Task.every(EVERY, this::look));
  }

  private void look() throws StoreFailure {
    Map<Partition, Long> found = new TreeMap<>();
    Set<Partition> asked = partitions.get();
    for (String topic : asked.stream().map(one -> one.topic().name()).distinct().toList()) {
      for (Partition partition : log.partitions(topic)) { // a deleted topic has none
        if (asked.contains(partition)) {
          found.put(partition, log.bounds(partition).to());
        }
      }
    }
    ends = found;
  }

  void measure(MetricRegistry measures) {
    measures.offsets("partition.log.end.offset", "The offset of the next record", () -> ends);
  }
}
