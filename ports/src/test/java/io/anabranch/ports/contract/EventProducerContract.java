package io.anabranch.ports.contract;

import static io.anabranch.ports.contract.Fixtures.bytes;
import static io.anabranch.ports.contract.Fixtures.contentOf;
import static io.anabranch.ports.contract.Fixtures.together;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.EventProducer;
import io.anabranch.ports.EventProducer.NewRecord;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of producers. */
public abstract class EventProducerContract {

  private EventProducer producer;
  private EventLog log;
  private Partition partition;

  /** A producer. Called once per test. */
  protected abstract EventProducer producer() throws Exception;

  /** The log that the producer appends to. */
  protected abstract EventLog log() throws Exception;

  /** Creates a topic that is unique to the test, with a word in its name. */
  protected abstract Topic createTopic(String word, int partitions) throws Exception;

  @BeforeEach
  final void startEmpty() throws Exception {
    producer = producer();
    log = log();
    partition = new Partition(createTopic("snacks", 2), 1);
  }

  private long append(String value) throws Exception {
    return producer.append(partition, 7, Option.none(), Option.some(bytes(value)));
  }

  @Test
  public final void recordIsAtTheReturnedOffset() throws Exception {
    append("first");
    long offset =
        producer.append(
            partition, 1_700_000_000_000L, Option.some(bytes("k")), Option.some(bytes("v")));

    RecordBatch batch = log.read(partition, offset, 10).get();

    RecordBatch.Builder expected = RecordBatch.builder(partition, offset);
    expected.add(offset, 1_700_000_000_000L, Option.some(bytes("k")), Option.some(bytes("v")));
    assertThat(contentOf(batch)).isEqualTo(contentOf(expected.build(offset + 1)));
    assertThat(log.bounds(new Partition(partition.topic(), 0)).isEmpty()).isTrue();
  }

  @Test
  public final void noKeyAndNoValueAreNotEmptyOnes() throws Exception {
    producer.append(partition, 7, Option.none(), Option.none());
    producer.append(partition, 7, Option.some(new byte[0]), Option.some(new byte[0]));

    RecordBatch batch = log.read(partition, 0, 10).get();

    assertThat(batch.key(0)).isEmpty();
    assertThat(batch.value(0)).isEmpty();
    assertThat(batch.key(1)).isNotEmpty();
    assertThat(batch.value(1)).isNotEmpty();
  }

  @Test
  public final void recordsAreInTheOrderInWhichTheyWereSent() throws Exception {
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      offsets.add(append("v" + i));
    }

    assertThat(offsets).isSorted().doesNotHaveDuplicates();
    for (int i = 0; i < 50; i++) {
      RecordBatch one = log.read(partition, offsets.get(i), 1).get();
      assertThat(one.value(0).get()).isEqualTo(bytes("v" + i));
    }
  }

  @Test
  public final void recordThatIsSentTwiceIsThereTwice() throws Exception {
    assertThat(append("same")).isNotEqualTo(append("same"));
    assertThat(log.read(partition, 0, 10).get().size()).isEqualTo(2);
  }

  @Test
  public final void recordsOfConcurrentSendersAreAllThere() throws Exception {
    List<Callable<List<Long>>> senders = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      senders.add(
          () -> {
            List<Long> offsets = new ArrayList<>();
            for (int n = 0; n < 50; n++) {
              offsets.add(append("v"));
            }
            return offsets;
          });
    }

    HashSet<Long> offsets = new HashSet<>();
    together(senders).forEach(offsets::addAll);

    assertThat(offsets).hasSize(200);
    assertThat(log.bounds(partition).to()).isGreaterThanOrEqualTo(200);
  }

  private static NewRecord record(Partition partition, String value) {
    return new NewRecord(partition, 7, Option.none(), Option.some(bytes(value)));
  }

  @Test
  public final void recordsSentTogetherAreInOrderAtTheReturnedOffsets() throws Exception {
    Partition other = new Partition(partition.topic(), 0);
    List<NewRecord> records = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      records.add(record(i % 3 == 0 ? other : partition, "v" + i));
    }

    List<Long> offsets = producer.appendAll(records);

    assertThat(offsets).hasSize(3_000);
    for (int number = 0; number < 2; number++) {
      Partition one = new Partition(partition.topic(), number);
      List<String> values = new ArrayList<>();
      List<Long> places = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        if (records.get(i).partition().equals(one)) {
          values.add("v" + i);
          places.add(offsets.get(i));
        }
      }
      assertThat(places).isSorted().doesNotHaveDuplicates();
      List<String> read = new ArrayList<>();
      List<Long> readAt = new ArrayList<>();
      long position = 0;
      while (read.size() < values.size()) {
        RecordBatch batch = log.read(one, position, 10_000).get();
        for (int i = 0; i < batch.size(); i++) {
          read.add(new String(batch.value(i).get(), UTF_8));
          readAt.add(batch.offset(i));
        }
        position = batch.next();
      }
      assertThat(read).isEqualTo(values);
      assertThat(readAt).isEqualTo(places);
    }
  }

  @Test
  public final void sendsNothingOfNothing() throws Exception {
    assertThat(producer.appendAll(List.of())).isEmpty();
    assertThat(log.bounds(partition).isEmpty()).isTrue();
  }

  @Test
  public final void recordsOfARecreatedTopicGoNowhere() throws Exception {
    Partition foreign =
        new Partition(new Topic(partition.topic().name(), new UUID(1, 2)), partition.number());

    assertThatThrownBy(() -> producer.append(foreign, 7, Option.none(), Option.none()))
        .isInstanceOf(StoreFailure.Corrupt.class);
    assertThatThrownBy(() -> producer.appendAll(List.of(record(foreign, "v"))))
        .isInstanceOf(StoreFailure.Corrupt.class);
    assertThat(log.bounds(partition).isEmpty()).isTrue();
  }
}
