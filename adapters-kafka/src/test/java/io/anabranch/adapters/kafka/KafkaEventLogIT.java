package io.anabranch.adapters.kafka;

import static io.anabranch.ports.contract.Fixtures.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.EventProducer.NewRecord;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.contract.EventLogContract;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KafkaEventLogIT extends EventLogContract {

  private static final Duration A_WHILE = Duration.ofSeconds(30);

  private final KafkaEventLog log = open();

  private static KafkaEventLog open() {
    try {
      return KafkaEventLog.open(RunningKafka.settings());
    } catch (StoreFailure e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Override
  protected EventLog log() {
    return log;
  }

  @Override
  protected Topic createTopic(String word, int partitions) throws Exception {
    return RunningKafka.createTopic(word, partitions);
  }

  @Override
  protected void addPartitions(String topic, int more) throws Exception {
    RunningKafka.addPartitions(topic, more);
  }

  @Override
  protected void recreateTopic(String topic) throws Exception {
    RunningKafka.recreateTopic(topic);
  }

  @Override
  protected void append(
      Partition partition, long timestamp, Option<byte[]> key, Option<byte[]> value)
      throws Exception {
    RunningKafka.append(partition, timestamp, key, value);
  }

  @Override
  protected void leaveHole(Partition partition) {
    RunningKafka.abort(partition, 2);
  }

  @Override
  protected void forgetBelow(Partition partition, long offset) throws Exception {
    RunningKafka.forgetBelow(partition, offset);
  }

  private static Partition onePartition() throws Exception {
    return new Partition(RunningKafka.createTopic("own", 1), 0);
  }

  private static void fill(Partition partition, int from, int to) throws Exception {
    try (KafkaEventProducer producer = KafkaEventProducer.open(RunningKafka.settings())) {
      List<NewRecord> records = new ArrayList<>();
      for (int i = from; i < to; i++) {
        records.add(new NewRecord(partition, i, Option.none(), Option.some(bytes("v" + i))));
      }
      producer.appendAll(records);
    }
  }

  private List<String> valuesFrom(Partition partition, long from, int max) throws Exception {
    List<String> values = new ArrayList<>();
    long position = from;
    while (true) {
      RecordBatch batch = log.read(partition, position, max).get();
      if (batch.size() == 0) {
        return values;
      }
      for (int i = 0; i < batch.size(); i++) {
        values.add(new String(batch.value(i).get(), StandardCharsets.UTF_8));
      }
      position = batch.next();
    }
  }

  private static List<String> values(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "v" + i).toList();
  }

  /** Fails when uncommitted records are read. */
  @Test
  void readsNothingOfAnOpenTransactionAndAllOfACommittedOne() throws Exception {
    Partition partition = onePartition();
    fill(partition, 0, 2);
    try (KafkaProducer<byte[], byte[]> producer = RunningKafka.transactional()) {
      producer.beginTransaction();
      RunningKafka.send(producer, RunningKafka.record(partition, "v2"));

      assertThat(valuesFrom(partition, 0, 100)).isEqualTo(values(0, 2));
      assertThat(log.bounds(partition)).isEqualTo(new OffsetRange(0, 2));
      producer.commitTransaction();
    }

    assertThat(log.await(Map.of(partition, 2L), A_WHILE)).containsExactly(partition);
    assertThat(valuesFrom(partition, 2, 100)).isEqualTo(values(2, 3));
    // The control record that ends the transaction leaves a hole.
    RecordBatch end = log.read(partition, 3, 10).get();
    assertThat(end.range()).isEqualTo(new OffsetRange(3, 4));
    assertThat(end.size()).isZero();
  }

  /** Fails when a fetch that returns only aborted records is taken for the end of the log. */
  @Test
  void abortedRecordsOfManyFetchesAreOneHole() throws Exception {
    Partition partition = onePartition();
    fill(partition, 0, 2);
    try (KafkaProducer<byte[], byte[]> producer = RunningKafka.transactional()) {
      producer.beginTransaction();
      byte[] large = new byte[500_000];
      for (int i = 0; i < 30; i++) {
        RunningKafka.send(
            producer, new ProducerRecord<>(partition.topic().name(), 0, null, null, large));
      }
      producer.abortTransaction();
    }
    fill(partition, 2, 4);

    assertThat(valuesFrom(partition, 0, 100)).isEqualTo(values(0, 4));
    RecordBatch behind = log.read(partition, 2, 1).get();
    assertThat(behind.range()).isEqualTo(new OffsetRange(2, 34));
  }

  /** Fails when a partition that was paused for a full buffer is not resumed. */
  @Test
  void readsMoreThanIsFetchedAhead() throws Exception {
    Partition partition = onePartition();
    fillWithMuch(partition, 0);

    long position = 0;
    while (position < 30_000) {
      RecordBatch batch = log.read(partition, position, 700).get();
      assertThat(batch.from()).isEqualTo(position);
      assertThat(batch.size()).isBetween(1, 700);
      assertThat(batch.offset(0)).isEqualTo(position);
      assertThat(batch.next() - position).isEqualTo(batch.size());
      position = batch.next();
    }
    assertThat(log.read(partition, position, 10).get().size()).isZero();
  }

  /** Appends 30,000 records of 1,000 equal bytes: more than is fetched ahead. */
  private static void fillWithMuch(Partition partition, int each) throws StoreFailure {
    byte[] value = new byte[1_000];
    Arrays.fill(value, (byte) each);
    try (KafkaEventProducer producer = KafkaEventProducer.open(RunningKafka.settings())) {
      for (int part = 0; part < 10; part++) {
        List<NewRecord> records = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
          records.add(new NewRecord(partition, 0, Option.none(), Option.some(value)));
        }
        producer.appendAll(records);
      }
    }
  }

  /** Fails when records of a recreated topic are returned as those of the old one. */
  @Test
  void readerOfARecreatedTopicGetsNoRecordOfTheNewOne() throws Exception {
    Partition old = onePartition();
    fillWithMuch(old, 1);
    long position = log.read(old, 0, 10).get().next();
    RunningKafka.await(() -> log.isPaused(old));

    fillWithMuch(new Partition(RunningKafka.recreateTopic(old.topic().name()), 0), 2);

    StoreFailure failure = null;
    while (failure == null) {
      try {
        RecordBatch batch = log.read(old, position, 1_000).get();
        for (int i = 0; i < batch.size(); i++) {
          assertThat(batch.value(i).get()[0]).isEqualTo((byte) 1);
        }
        position = batch.next();
      } catch (StoreFailure.Corrupt e) {
        failure = e;
      }
    }
    assertThat(failure).hasMessageContaining("recreated");
  }

  /** Fails when each poll's few records become a batch, and so a file, of their own. */
  @Test
  void mergesRecordsOfManySmallFetches() throws Exception {
    Partition partition = onePartition();
    assertThat(log.read(partition, 0, 10).get().size()).isZero();
    for (int i = 0; i < 50; i++) {
      fillOne(partition, i);
      assertThat(log.await(Map.of(partition, 0L), A_WHILE)).isNotEmpty();
    }
    RunningKafka.await(() -> log.fetched(partition, 0).contains(50L));

    RecordBatch batch = log.read(partition, 0, 1_000).get();

    assertThat(batch.range()).isEqualTo(new OffsetRange(0, 50));
    assertThat(batch.size()).isEqualTo(50);
  }

  private static void fillOne(Partition partition, int i) throws Exception {
    RunningKafka.append(partition, i, Option.none(), Option.some(bytes("v" + i)));
  }

  @Test
  void partitionsAddedWhileOthersAreReadAreReadToo() throws Exception {
    Partition first = onePartition();
    fill(first, 0, 2);
    assertThat(valuesFrom(first, 0, 10)).isEqualTo(values(0, 2));

    RunningKafka.addPartitions(first.topic().name(), 1);
    Partition second = log.partitions(first.topic().name()).last();
    fill(second, 0, 3);

    assertThat(log.await(Map.of(first, 2L, second, 0L), A_WHILE)).containsExactly(second);
    assertThat(valuesFrom(second, 0, 10)).isEqualTo(values(0, 3));
    fill(first, 2, 3);
    assertThat(log.await(Map.of(first, 2L, second, 3L), A_WHILE)).containsExactly(first);
  }

  /** Fails when a reader does not notice that retention deleted the records at its position. */
  @Test
  void readerThatRetentionOvertookFails() throws Exception {
    Partition partition = onePartition();
    fill(partition, 0, 10);
    try (KafkaEventLog other = KafkaEventLog.open(RunningKafka.settings())) {
      assertThat(other.read(partition, 0, 4).get().size()).isEqualTo(4);
    }

    RunningKafka.forgetBelow(partition, 7);

    assertThat(log.read(partition, 4, 10)).isEmpty();
    assertThat(log.await(Map.of(partition, 4L), A_WHILE)).containsExactly(partition);
    assertThat(valuesFrom(partition, 7, 10)).isEqualTo(values(7, 10));
  }

  @Test
  void deletedTopicIsCorruptForItsReader() throws Exception {
    Partition partition = onePartition();
    fill(partition, 0, 3);
    assertThat(valuesFrom(partition, 0, 10)).hasSize(3);
    try (org.apache.kafka.clients.admin.Admin admin = RunningKafka.admin()) {
      admin.deleteTopics(List.of(partition.topic().name())).all().get();
    }

    RunningKafka.await(
        () -> {
          try {
            return log.read(partition, 0, 10).isEmpty();
          } catch (StoreFailure.Corrupt gone) {
            return String.valueOf(gone.getMessage()).contains("there is no topic");
          }
        });
  }
}
