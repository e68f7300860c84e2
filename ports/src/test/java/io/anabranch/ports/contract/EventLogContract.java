package io.anabranch.ports.contract;

import static io.anabranch.ports.contract.Fixtures.bytes;
import static io.anabranch.ports.contract.Fixtures.contentOf;
import static io.anabranch.ports.contract.Fixtures.together;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of logs. The implementation supplies ways to add records and faults. */
public abstract class EventLogContract {

  private static final String TOPIC = "snacks";
  private static final Duration A_WHILE = Duration.ofSeconds(30);

  private EventLog log;

  /** A log. Called once per test. */
  protected abstract EventLog log() throws Exception;

  /** Creates a topic that is unique to the test, with a word in its name. */
  protected abstract Topic createTopic(String word, int partitions) throws Exception;

  protected abstract void addPartitions(String topic, int more) throws Exception;

  /** Deletes a topic and creates it again. */
  protected abstract void recreateTopic(String topic) throws Exception;

  protected abstract void append(
      Partition partition, long timestamp, Option<byte[]> key, Option<byte[]> value)
      throws Exception;

  /** Leaves a hole of at least one offset at the end. */
  protected abstract void leaveHole(Partition partition) throws Exception;

  /** Deletes the records below an offset, as retention does. */
  protected abstract void forgetBelow(Partition partition, long offset) throws Exception;

  @BeforeEach
  final void startEmpty() throws Exception {
    log = log();
  }

  private Partition onePartition() throws Exception {
    return new Partition(createTopic(TOPIC, 1), 0);
  }

  private void append(Partition partition, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      append(partition, 1_700_000_000_000L + i, Option.none(), Option.some(bytes("v" + i)));
    }
  }

  private List<String> readAll(Partition partition, long from, int max) throws Exception {
    List<String> content = new ArrayList<>();
    long position = from;
    while (true) {
      RecordBatch batch = log.read(partition, position, max).get();
      assertThat(batch.partition()).isEqualTo(partition);
      assertThat(batch.from()).isEqualTo(position);
      assertThat(batch.size()).isLessThanOrEqualTo(max);
      content.addAll(contentOf(batch));
      if (batch.size() == 0) {
        assertThat(batch.next()).isEqualTo(log.bounds(partition).to());
        return content;
      }
      position = batch.next();
    }
  }

  @Test
  public final void hasNoPartitionsOfAnUnknownTopic() throws Exception {
    assertThat(log.partitions("unknown")).isEmpty();
  }

  @Test
  public final void tellsThePartitionsOfATopicAsItIsNow() throws Exception {
    Topic topic = createTopic(TOPIC, 2);
    createTopic("drinks", 1);
    assertThat(log.partitions(topic.name()))
        .containsExactly(new Partition(topic, 0), new Partition(topic, 1));

    addPartitions(topic.name(), 1);

    assertThat(log.partitions(topic.name())).hasSize(3).contains(new Partition(topic, 2));
    assertThat(log.bounds(new Partition(topic, 2))).isEqualTo(new OffsetRange(0, 0));
  }

  @Test
  public final void readsRecordsInTheOrderOfTheirOffsets() throws Exception {
    Partition partition = onePartition();
    append(partition, 5, Option.some(bytes("k")), Option.some(bytes("v")));
    append(partition, 3, Option.none(), Option.none());
    append(partition, 4, Option.some(new byte[0]), Option.some(new byte[0]));

    RecordBatch batch = log.read(partition, 0, 10).get();

    RecordBatch.Builder expected = RecordBatch.builder(partition, 0);
    expected.add(0, 5, Option.some(bytes("k")), Option.some(bytes("v")));
    expected.add(1, 3, Option.none(), Option.none());
    expected.add(2, 4, Option.some(new byte[0]), Option.some(new byte[0]));
    assertThat(contentOf(batch)).isEqualTo(contentOf(expected.build(3)));
    assertThat(batch.range()).isEqualTo(new OffsetRange(0, 3));
    assertThat(log.bounds(partition)).isEqualTo(new OffsetRange(0, 3));
  }

  @Test
  public final void readsAtMostSoManyFromAnyPosition() throws Exception {
    Partition partition = onePartition();
    append(partition, 0, 20);
    List<String> all = readAll(partition, 0, 1000);

    assertThat(all).hasSize(20);
    for (int from : new int[] {0, 1, 9, 19, 20}) {
      for (int max : new int[] {1, 7, 100}) {
        assertThat(readAll(partition, from, max)).isEqualTo(all.subList(from, 20));
      }
    }
  }

  @Test
  public final void batchIsEmptyAtTheEnd() throws Exception {
    Partition partition = onePartition();
    assertThat(log.read(partition, 0, 10).get().range()).isEqualTo(new OffsetRange(0, 0));
    append(partition, 0, 2);

    RecordBatch end = log.read(partition, 2, 10).get();

    assertThat(end.size()).isZero();
    assertThat(end.range()).isEqualTo(new OffsetRange(2, 2));
  }

  @Test
  public final void movesPastHoles() throws Exception {
    Partition partition = onePartition();
    append(partition, 0, 2);
    leaveHole(partition);
    append(partition, 2, 4);
    leaveHole(partition);
    long end = log.bounds(partition).to();

    assertThat(readAll(partition, 0, 1)).hasSize(4);
    assertThat(readAll(partition, 0, 100)).hasSize(4);
    assertThat(readAll(partition, 2, 100)).hasSize(2);
    assertThat(end).isGreaterThanOrEqualTo(6);
    assertThat(log.read(partition, end, 10).get().size()).isZero();
  }

  @Test
  public final void aPositionReadsTheSameForEver() throws Exception {
    Partition partition = onePartition();
    append(partition, 0, 5);
    RecordBatch before = log.read(partition, 0, 100).get();
    List<String> content = contentOf(before);

    append(partition, 5, 300);

    assertThat(contentOf(before)).isEqualTo(content);
    assertThat(contentOf(log.read(partition, 0, 5).get())).isEqualTo(content);
  }

  @Test
  public final void saysWhenItNoLongerHoldsAPosition() throws Exception {
    Partition partition = onePartition();
    append(partition, 0, 10);

    forgetBelow(partition, 4);

    assertThat(log.bounds(partition)).isEqualTo(new OffsetRange(4, 10));
    assertThat(log.read(partition, 3, 10)).isEmpty();
    assertThat(log.read(partition, 0, 10)).isEmpty();
    assertThat(readAll(partition, 4, 10)).hasSize(6);
    forgetBelow(partition, 10);
    assertThat(log.bounds(partition)).isEqualTo(new OffsetRange(10, 10));
    assertThat(log.read(partition, 9, 10)).isEmpty();
    append(partition, 10, 11);
    assertThat(readAll(partition, 10, 10)).hasSize(1);
  }

  @Test
  public final void readingBeyondTheEndIsCorrupt() throws Exception {
    Partition partition = onePartition();
    append(partition, 0, 3);

    assertThatThrownBy(() -> log.read(partition, 4, 10))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("4");
  }

  @Test
  public final void recreatedTopicIsAnotherAndTheOldOneIsCorrupt() throws Exception {
    Partition old = onePartition();
    append(old, 0, 3);

    recreateTopic(old.topic().name());

    Partition fresh = log.partitions(old.topic().name()).first();
    assertThat(fresh.topic().id()).isNotEqualTo(old.topic().id());
    assertThat(log.bounds(fresh)).isEqualTo(new OffsetRange(0, 0));
    assertThatThrownBy(() -> log.read(old, 0, 10))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining(TOPIC);
    assertThatThrownBy(() -> log.bounds(old)).isInstanceOf(StoreFailure.Corrupt.class);
  }

  @Test
  public final void topicOfAnIdThatNeverWasIsCorrupt() throws Exception {
    String name = onePartition().topic().name();
    Partition foreign = new Partition(new Topic(name, new UUID(1, 2)), 0);

    assertThatThrownBy(() -> log.read(foreign, 0, 10)).isInstanceOf(StoreFailure.Corrupt.class);
  }

  /** Fails when a recreated topic is noticed only by the first read of a position. */
  @Test
  public final void readerOfATopicThatIsRecreatedGetsNothingOfTheNewOne() throws Exception {
    Partition old = onePartition();
    append(old, 0, 3);
    assertThat(readAll(old, 0, 10)).hasSize(3);

    recreateTopic(old.topic().name());
    Partition fresh = log.partitions(old.topic().name()).first();
    append(fresh, 10, 20);

    assertThatThrownBy(() -> log.read(old, 3, 10)).isInstanceOf(StoreFailure.Corrupt.class);
    assertThat(readAll(fresh, 0, 10)).hasSize(10);
  }

  @Test
  public final void readersOfOnePartitionDoNotDisturbEachOther() throws Exception {
    Partition partition = onePartition();
    append(partition, 0, 50);
    List<String> all = readAll(partition, 0, 100);

    List<Callable<List<String>>> readers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int max = i + 1;
      readers.add(() -> readAll(partition, 0, max));
    }

    assertThat(together(readers)).allMatch(all::equals);
  }

  @Test
  public final void interleavedPartitionsAreReadEachInItsOrder() throws Exception {
    Topic topic = createTopic(TOPIC, 3);
    for (int i = 0; i < 30; i++) {
      append(new Partition(topic, i % 3), i, i + 1);
    }

    List<String> values = new ArrayList<>();
    for (int offset = 0; offset < 10; offset++) {
      for (int number = 0; number < 3; number++) {
        RecordBatch one = log.read(new Partition(topic, number), offset, 1).get();
        values.add(new String(one.value(0).get(), UTF_8));
      }
    }

    assertThat(values).isEqualTo(IntStream.range(0, 30).mapToObj(i -> "v" + i).toList());
  }

  @Test
  public final void waitsInVainWhereNothingCame() throws Exception {
    Partition partition = onePartition();
    append(partition, 0, 2);

    assertThat(log.await(Map.of(partition, 2L), Duration.ZERO)).isEmpty();
    assertThat(log.await(Map.of(partition, 2L), Duration.ofMillis(50))).isEmpty();
    assertThat(log.await(Map.of(), Duration.ofMillis(1))).isEmpty();
  }

  @Test
  public final void findsTheRecordAtAPosition() throws Exception {
    Topic topic = createTopic(TOPIC, 2);
    Partition empty = new Partition(topic, 0);
    Partition filled = new Partition(topic, 1);
    append(filled, 0, 2);

    assertThat(log.await(Map.of(empty, 0L, filled, 1L), A_WHILE)).containsExactly(filled);
    assertThat(contentOf(log.read(filled, 1, 10).get())).hasSize(1);
  }

  @Test
  public final void recordThatComesEndsTheWait() throws Exception {
    Partition partition = onePartition();
    append(partition, 0, 2);

    List<Set<Partition>> woken =
        together(
            List.of(
                () -> log.await(Map.of(partition, 2L), A_WHILE),
                () -> {
                  append(partition, 2, 3);
                  return Set.of(partition);
                }));

    assertThat(woken).containsOnly(Set.of(partition));
    assertThat(log.read(partition, 2, 10).get().size()).isEqualTo(1);
  }

  @Test
  public final void positionThatIsNoLongerHeldIsWorthReading() throws Exception {
    Partition partition = onePartition();
    append(partition, 0, 10);
    forgetBelow(partition, 4);

    assertThat(log.await(Map.of(partition, 1L), A_WHILE)).containsExactly(partition);
    assertThat(log.read(partition, 1, 10)).isEmpty();
  }

  /**
   * A reader that polls, because another partition is always ready, sees this partition as well.
   */
  @Test
  public final void positionThatIsNoLongerRetainedIsReadyWhileAnotherPartitionIs()
      throws Exception {
    Partition forgotten = onePartition();
    append(forgotten, 0, 10);
    forgetBelow(forgotten, 4);
    Partition busy = new Partition(createTopic("busy", 1), 0);
    append(busy, 0, 1);
    Map<Partition, Long> positions = Map.of(forgotten, 1L, busy, 0L);

    long deadline = System.nanoTime() + A_WHILE.toNanos();
    Set<Partition> ready = Set.of();
    while (!ready.contains(forgotten)) {
      assertThat(System.nanoTime()).as("only " + ready + " is ready").isLessThan(deadline);
      ready = log.await(positions, Duration.ofMillis(20));
      LockSupport.parkNanos(20_000_000); // as long as a layer pauses after a write
    }

    assertThat(log.read(forgotten, 1, 10)).isEmpty();
  }
}
