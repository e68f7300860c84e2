package io.anabranch.adapters.kafka;

import static io.anabranch.ports.contract.Fixtures.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.EventProducer.NewRecord;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The log after its broker was killed and restarted. */
final class KafkaRestartIT {

  @Test
  void nothingAcknowledgedIsLostAndReadingContinues() throws Exception {
    KafkaSettings settings = RunningKafka.settings().withTimeout(Duration.ofSeconds(3));
    Partition partition = new Partition(RunningKafka.createTopic("killed", 1), 0);
    AtomicBoolean isEnough = new AtomicBoolean();
    AtomicInteger failures = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Opened opened = Opened.at(settings)) {
      Future<Set<String>> produced =
          threads.submit(
              () -> {
                Set<String> acknowledged = new HashSet<>();
                for (int i = 0; !isEnough.get(); i++) {
                  List<NewRecord> records = new ArrayList<>();
                  for (int n = 0; n < 20; n++) {
                    records.add(
                        new NewRecord(
                            partition, 0, Option.none(), Option.some(bytes(i + "." + n))));
                  }
                  try {
                    opened.producer().appendAll(records);
                    records.forEach(r -> acknowledged.add(text(r.value().get())));
                  } catch (StoreFailure.Unavailable | StoreFailure.OutcomeUnknown e) {
                    failures.incrementAndGet();
                  }
                }
                return acknowledged;
              });
      List<String> read = new ArrayList<>();
      long position = 0;
      position = readSome(opened, partition, position, 2_000, read);
      RunningKafka.SERVER.kill();
      assertThatThrownBy(() -> readToTheEnd(opened, partition, read))
          .isInstanceOf(StoreFailure.Unavailable.class)
          .hasMessageContaining(settings.bootstrapServers());
      RunningKafka.await(() -> failures.get() > 0);
      RunningKafka.SERVER.restart();
      int before = read.size();
      position = read.size() == 0 ? position : reached;
      position = readSome(opened, partition, position, before + 2_000, read);
      isEnough.set(true);
      Set<String> acknowledged = produced.get();
      reached = position;
      RunningKafka.await(() -> isReadToTheEnd(opened, partition, read));

      assertThat(read).containsAll(acknowledged);
      assertThat(failures.get()).isPositive();
      try (KafkaEventLog fresh = KafkaEventLog.open(settings)) {
        List<String> again = new ArrayList<>();
        readSome(new Opened(fresh, opened.producer()), partition, 0, read.size(), again);
        assertThat(again).isEqualTo(read);
      }
    } finally {
      isEnough.set(true);
      threads.shutdownNow();
    }
  }

  private long reached;

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Reads on until enough was read, retrying failures that may be retried. */
  private long readSome(Opened opened, Partition partition, long from, int count, List<String> read)
      throws Exception {
    long[] position = {from};
    RunningKafka.await(
        () -> {
          try {
            position[0] = readBatch(opened, partition, position[0], read);
          } catch (StoreFailure.Unavailable e) {
            return false;
          }
          return read.size() >= count;
        });
    reached = position[0];
    return position[0];
  }

  private static long readBatch(
      Opened opened, Partition partition, long position, List<String> read) throws StoreFailure {
    RecordBatch batch = opened.log().read(partition, position, 1_000).get();
    for (int i = 0; i < batch.size(); i++) {
      read.add(text(batch.value(i).get()));
    }
    return batch.next();
  }

  private void readToTheEnd(Opened opened, Partition partition, List<String> read)
      throws StoreFailure {
    while (true) {
      reached = readBatch(opened, partition, reached, read);
    }
  }

  private boolean isReadToTheEnd(Opened opened, Partition partition, List<String> read)
      throws StoreFailure {
    long before = reached;
    reached = readBatch(opened, partition, before, read);
    return reached == before;
  }
}
