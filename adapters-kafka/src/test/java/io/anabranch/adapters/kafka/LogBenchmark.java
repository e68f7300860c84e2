package io.anabranch.adapters.kafka;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.EventProducer.NewRecord;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Compares the event log with a bare consumer in one run, with records of 200 bytes, per second of
 * wall-clock time and of CPU time. Arguments: the number of records, the number of rounds.
 */
final class LogBenchmark {

  private static final int PARTITIONS = 2;
  private static final int VALUE_BYTES = 200;
  private static final int PART = 5_000;
  private static final int READ = 16_384;
  private static final double NANOS = 1e9;

  private LogBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
    Topic topic = RunningKafka.createTopic("benchmark", PARTITIONS);
    measure("append 5,000 at a time", records, () -> produce(topic, records));
    for (int round = 0; round < rounds; round++) {
      double raw = measure("raw consumer", records, () -> consume(topic, records));
      double log = measure("event log", records, () -> read(topic, records));
      System.out.printf(Locale.ROOT, "event log / raw consumer %.2f of CPU seconds%n", log / raw);
    }
  }

  /** The work that is measured. */
  @FunctionalInterface
  private interface Work {
    void run() throws StoreFailure;
  }

  private static double measure(String name, int records, Work work) throws StoreFailure {
    long cpu = cpuNanos();
    long wall = System.nanoTime();
    work.run();
    double cpuSeconds = (cpuNanos() - cpu) / NANOS;
    double seconds = (System.nanoTime() - wall) / NANOS;
    System.out.printf(
        Locale.ROOT,
        "%-24s %,12.0f records/s %,12.0f records/CPU-s%n",
        name,
        records / seconds,
        records / cpuSeconds);
    return records / cpuSeconds;
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void produce(Topic topic, int records) throws StoreFailure {
    Random random = new Random(1);
    byte[] value = new byte[VALUE_BYTES];
    random.nextBytes(value);
    try (KafkaEventProducer producer = KafkaEventProducer.open(RunningKafka.settings())) {
      for (int sent = 0; sent < records; sent += PART) {
        List<NewRecord> part = new ArrayList<>();
        for (int i = 0; i < PART; i++) {
          part.add(
              new NewRecord(
                  new Partition(topic, i % PARTITIONS), sent, Option.none(), Option.some(value)));
        }
        producer.appendAll(part);
      }
    }
  }

  private static void consume(Topic topic, int records) {
    Map<String, Object> own = new HashMap<>();
    own.put("group.protocol", "classic");
    own.put("isolation.level", "read_committed");
    own.put("enable.auto.commit", false);
    own.put("max.poll.records", READ);
    own.put("max.partition.fetch.bytes", 4 << 20);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            RunningKafka.settings().consumer(own),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (int number = 0; number < PARTITIONS; number++) {
        partitions.add(new TopicPartition(topic.name(), number));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long bytes = 0;
      for (int read = 0; read < records; ) {
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofSeconds(1))) {
          bytes += one.value().length;
          read++;
        }
      }
      check(bytes, records);
    }
  }

  private static void read(Topic topic, int records) throws StoreFailure {
    try (KafkaEventLog log = KafkaEventLog.open(RunningKafka.settings())) {
      Map<Partition, Long> positions = new TreeMap<>();
      for (int number = 0; number < PARTITIONS; number++) {
        positions.put(new Partition(topic, number), 0L);
      }
      long bytes = 0;
      for (int read = 0; read < records; ) {
        for (Partition partition : log.await(positions, Duration.ofSeconds(1))) {
          RecordBatch batch = log.read(partition, positions.get(partition), READ).get();
          for (int i = 0; i < batch.size(); i++) {
            bytes += batch.valueLength(i);
          }
          positions.put(partition, batch.next());
          read += batch.size();
        }
      }
      check(bytes, records);
    }
  }

  private static void check(long bytes, int records) {
    if (bytes != (long) records * VALUE_BYTES) {
      throw new AssertionError(bytes + " bytes of " + records + " records");
    }
  }
}
