package io.anabranch.ports.inmemory;

import static io.anabranch.ports.contract.Fixtures.bytes;
import static io.anabranch.ports.contract.Fixtures.contentOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.contract.EventLogContract;
import io.vavr.control.Option;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InMemoryEventLogTest extends EventLogContract {

  private final InMemoryEventLog log = new InMemoryEventLog();

  @Override
  protected EventLog log() {
    return log;
  }

  @Override
  protected Topic createTopic(String name, int partitions) {
    return log.createTopic(name, partitions);
  }

  @Override
  protected void addPartitions(String topic, int more) {
    log.addPartitions(topic, more);
  }

  @Override
  protected void recreateTopic(String topic) {
    log.recreateTopic(topic);
  }

  @Override
  protected void append(
      Partition partition, long timestamp, Option<byte[]> key, Option<byte[]> value)
      throws StoreFailure {
    log.append(partition, timestamp, key, value);
  }

  @Override
  protected void leaveHole(Partition partition) throws StoreFailure {
    log.advanceEnd(partition, log.bounds(partition).to() + 3);
  }

  @Override
  protected void forgetBelow(Partition partition, long offset) {
    log.advanceStart(partition, offset);
  }

  private Partition filled(int records) throws StoreFailure {
    Partition partition = new Partition(log.createTopic("filled", 1), 0);
    for (int i = 0; i < records; i++) {
      log.append(partition, i, Option.none(), Option.some(bytes("v" + i)));
    }
    return partition;
  }

  @Test
  void idsOfTopicsFollowFromTheirNamesAndTheirMakings() {
    InMemoryEventLog other = new InMemoryEventLog();

    assertThat(log.createTopic("a", 1)).isEqualTo(other.createTopic("a", 2));
    assertThat(log.recreateTopic("a")).isEqualTo(other.recreateTopic("a"));
  }

  @Test
  void saysThatATopicWasRecreated() {
    Partition old = new Partition(log.createTopic("a", 1), 0);
    log.recreateTopic("a");

    assertThatThrownBy(() -> log.read(old, 0, 1)).hasMessageContaining("recreated");
    assertThatThrownBy(() -> log.append(old, 0, Option.none(), Option.none()))
        .isInstanceOf(StoreFailure.Corrupt.class);
  }

  @Test
  void keepsTheOffsetsOfARecording() throws Exception {
    Partition partition = filled(0);
    log.appendAt(partition, 3, 1, Option.none(), Option.some(bytes("a")));
    log.appendAt(partition, 10_000, 2, Option.none(), Option.some(bytes("b")));

    assertThat(log.bounds(partition)).isEqualTo(new OffsetRange(0, 10_001));
    RecordBatch batch = log.read(partition, 0, 10).get();
    assertThat(List.of(batch.offset(0), batch.offset(1))).containsExactly(3L, 10_000L);
    assertThatThrownBy(
            () -> log.appendAt(partition, 10_000, 2, Option.none(), Option.some(bytes("b"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsAcrossBlocksAndAfterRetention() throws Exception {
    Partition partition = filled(10_000);
    for (long start : new long[] {0, 1, 4095, 4096, 4097, 9_999, 10_000}) {
      log.advanceStart(partition, start);
      long position = start;
      while (position < 10_000) {
        RecordBatch batch = log.read(partition, position, 1000).get();
        assertThat(batch.size()).isPositive();
        assertThat(batch.offset(0)).isEqualTo(position);
        assertThat(batch.value(0).get()).isEqualTo(bytes("v" + position));
        position = batch.next();
      }
      assertThat(start == 0 || log.read(partition, start - 1, 1).isEmpty()).isTrue();
    }
  }

  @Test
  void positionsThatTruncationTookAreCorrupt() throws Exception {
    for (int end : new int[] {0, 1, 4095, 4096, 4097, 8192, 9_000}) {
      InMemoryEventLog fresh = new InMemoryEventLog();
      Partition partition = new Partition(fresh.createTopic("t", 1), 0);
      for (int i = 0; i < 9_000; i++) {
        fresh.append(partition, i, Option.none(), Option.none());
      }

      fresh.truncate(partition, end);

      assertThat(fresh.bounds(partition)).isEqualTo(new OffsetRange(0, end));
      assertThat(fresh.read(partition, end, 10).get().size()).isZero();
      assertThatThrownBy(() -> fresh.read(partition, end + 1, 10))
          .isInstanceOf(StoreFailure.Corrupt.class)
          .hasMessageContaining("lost");
      assertThat(fresh.append(partition, 7, Option.none(), Option.none())).isEqualTo(end);
      assertThat(fresh.read(partition, end, 10).get().timestamp(0)).isEqualTo(7);
      if (end > 0) {
        assertThat(fresh.read(partition, end - 1, 1).get().offset(0)).isEqualTo(end - 1);
      }
    }
  }

  @Test
  void aBatchStaysAsItIsWhileItsBlockIsFilled() throws Exception {
    Partition partition = filled(3);
    RecordBatch batch = log.read(partition, 0, 100).get();
    List<String> content = contentOf(batch);

    for (int i = 3; i < 5_000; i++) {
      log.append(partition, i, Option.some(bytes("k")), Option.none());
      assertThat(batch.size()).isEqualTo(3);
    }

    assertThat(contentOf(batch)).isEqualTo(content);
  }
}
