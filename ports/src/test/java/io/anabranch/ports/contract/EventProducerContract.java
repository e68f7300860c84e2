package io.anabranch.ports.contract;

import static io.anabranch.ports.contract.Fixtures.bytes;
import static io.anabranch.ports.contract.Fixtures.contentOf;
import static io.anabranch.ports.contract.Fixtures.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.EventProducer;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every way into the log does. */
public abstract class EventProducerContract {

  private EventProducer producer;
  private EventLog log;
  private Partition partition;

  /** A producer, asked for once for each test. */
  protected abstract EventProducer producer() throws Exception;

  /** The log that it appends to. */
  protected abstract EventLog log() throws Exception;

  /** Makes a topic that was not there. */
  protected abstract Topic createTopic(String name, int partitions) throws Exception;

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
  public final void recordStandsAtTheOffsetThatItReturns() throws Exception {
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
  public final void recordsStandInTheOrderInWhichTheyWereSent() throws Exception {
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
  public final void whatIsSentTwiceStandsThereTwice() throws Exception {
    assertThat(append("same")).isNotEqualTo(append("same"));
    assertThat(log.read(partition, 0, 10).get().size()).isEqualTo(2);
  }

  @Test
  public final void recordsOfManySendersAllStand() throws Exception {
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
}
