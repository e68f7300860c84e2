package io.anabranch.adapters.kafka;

import io.anabranch.apps.local.LocalServer;
import io.anabranch.apps.local.ServerKind;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The Kafka server that all tests of this module share. */
final class RunningKafka {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  static final LocalServer SERVER = start();

  private RunningKafka() {}

  private static LocalServer start() {
    try {
      return LocalServer.start(
          ServerKind.KAFKA, Files.createTempDirectory(Path.of("target"), "kafka"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static KafkaSettings settings() {
    return KafkaSettings.of("127.0.0.1:" + SERVER.address().getPort());
  }

  /** A name that is unique to the test. */
  static String fresh(String word) {
    return word + "-" + NUMBER.incrementAndGet();
  }

  static Topic createTopic(String word, int partitions) throws StoreFailure {
    return create(TopicSettings.recorded(fresh(word), partitions));
  }

  static Topic create(TopicSettings settings) throws StoreFailure {
    try (KafkaTopics topics = KafkaTopics.open(settings())) {
      topics.create(settings);
    }
    return partitions(settings.name()).first().topic();
  }

  static SortedSet<Partition> partitions(String topic) throws StoreFailure {
    try (TopicMetadata metadata = TopicMetadata.open(settings())) {
      return metadata.partitions(topic);
    }
  }

  static void addPartitions(String topic, int more) throws Exception {
    int count = partitions(topic).size() + more;
    try (Admin admin = admin()) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(count))).all().get();
    }
    await(() -> partitions(topic).size() == count);
  }

  static Topic recreateTopic(String topic) throws Exception {
    int count = partitions(topic).size();
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(topic)).all().get();
    }
    await(() -> partitions(topic).isEmpty());
    return create(TopicSettings.recorded(topic, count));
  }

  static void forgetBelow(Partition partition, long offset) throws Exception {
    try (Admin admin = admin()) {
      admin
          .deleteRecords(
              Map.of(settings().toKafka(partition), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
  }

  static void append(Partition partition, long timestamp, Option<byte[]> key, Option<byte[]> value)
      throws StoreFailure {
    PRODUCER.append(partition, timestamp, key, value);
  }

  private static final KafkaEventProducer PRODUCER = producer();

  private static KafkaEventProducer producer() {
    try {
      return KafkaEventProducer.open(settings());
    } catch (StoreFailure e) {
      throw new IllegalStateException(e);
    }
  }

  /** Appends records in a transaction that is aborted. */
  static void abort(Partition partition, int records) {
    try (KafkaProducer<byte[], byte[]> producer = transactional()) {
      producer.beginTransaction();
      for (int i = 0; i < records; i++) {
        send(producer, record(partition, "aborted" + i));
      }
      producer.abortTransaction();
    }
  }

  /** Sends a record and waits until it is acknowledged. */
  static void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  static ProducerRecord<byte[], byte[]> record(Partition partition, String value) {
    return new ProducerRecord<>(
        partition.topic().name(),
        partition.number(),
        1_700_000_000_000L,
        null,
        value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** A producer with a transactional id of its own. */
  static KafkaProducer<byte[], byte[]> transactional() {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            settings().producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, fresh("tx"))),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }

  static Admin admin() {
    return Admin.create(settings().admin());
  }

  /** A condition that is waited for. */
  @FunctionalInterface
  interface Soon {
    boolean isSo() throws Exception;
  }

  static void await(Soon soon) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!soon.isSo()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("condition not met within " + PATIENCE);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
