package io.anabranch.apps.ingest;

import io.anabranch.apps.ingest.generate.Generated;
import io.anabranch.apps.ingest.generate.Generator;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.EventProducer;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Sends generated records when they are due; simulated time is the time of the clock. */
public final class GeneratedSource implements IngestProcess.Source {

  private static final int MAX_BATCH = 5_000;
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long MAX_WAIT_MILLIS = 200;

  private final Generator generator;
  private final Clock clock;
  private final Map<String, List<Partition>> partitions = new HashMap<>();
  private List<EventProducer.NewRecord> unsent = List.of();
  private Generated next;

  /** A source over a generator that starts at the current time of the clock. */
  public GeneratedSource(Generator generator, Clock clock) {
    this.generator = generator;
    this.clock = clock;
    this.next = generator.next();
  }

  @Override
  public void open(TopicCreator topics, WorkloadSetup setup, Consumer<String> remarks)
      throws StoreFailure {
    for (String topic : generator.topics().keySet()) {
      TopicCreator.Created created =
          setup.factory().referenceTopics().contains(topic)
              ? topics.reference(topic)
              : topics.events(topic);
      created.differences().forEach(remarks);
      partitions.put(topic, List.copyOf(created.partitions()));
    }
  }

  @Override
  public IngestProcess.Sent send(EventProducer producer) throws StoreFailure {
    long now = clock.millis();
    if (unsent.isEmpty()) {
      List<EventProducer.NewRecord> due = new ArrayList<>();
      while (next.atMillis() <= now && due.size() < MAX_BATCH) {
        due.add(record(now));
        next = generator.next();
      }
      unsent = due;
    }
    int count = unsent.size();
    if (count > 0) {
      producer.appendAll(unsent); // a failed batch is retried by the next call
      unsent = List.of();
    }
    long wait = Math.min(next.atMillis() - clock.millis(), MAX_WAIT_MILLIS);
    return new IngestProcess.Sent(
        count, Math.max(LINGER_NANOS, TimeUnit.MILLISECONDS.toNanos(wait)), false);
  }

  private EventProducer.NewRecord record(long now) {
    List<Partition> available = Option.of(partitions.get(next.topic())).get();
    return new EventProducer.NewRecord(
        available.get(next.partition() % available.size()),
        now,
        Option.some(next.key().toBytes()),
        next.value().map(Utf8::toBytes));
  }
}
