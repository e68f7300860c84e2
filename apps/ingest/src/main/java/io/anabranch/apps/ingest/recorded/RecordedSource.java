package io.anabranch.apps.ingest.recorded;

import io.anabranch.apps.ingest.IngestProcess;
import io.anabranch.apps.ingest.TopicCreator;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.EventProducer;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Consumer;

/** A recording, sent once: the reference log first, then every partition in its order. */
public final class RecordedSource implements IngestProcess.Source {

  private static final int AT_ONCE = 2_000;

  private final RecordedInput input;
  private final List<ReferenceRecord> reference;
  private final long now;
  private final Map<String, SortedSet<Partition>> partitions = new HashMap<>();
  private final List<EventProducer.NewRecord> waiting = new ArrayList<>();
  private int next;

  /**
   * A recording.
   *
   * @param now the timestamp of records that tell none, in milliseconds since 1970
   */
  public RecordedSource(RecordedInput input, List<ReferenceRecord> reference, long now) {
    this.input = input;
    this.reference = List.copyOf(reference);
    this.now = now;
  }

  @Override
  public void open(TopicCreator topics, WorkloadSetup setup, Consumer<String> told)
      throws StoreFailure {
    for (String topic : setup.factory().referenceTopics()) {
      TopicCreator.Created made = topics.reference(topic);
      made.differences().forEach(told);
      for (ReferenceRecord record : reference) {
        if (record.topic().equals(topic)) {
          waiting.add(
              new EventProducer.NewRecord(
                  made.partitions().first(),
                  now,
                  Option.none(),
                  Option.some(record.value().toBytes())));
        }
      }
    }
    Map<String, Integer> desired = new HashMap<>(input.topics());
    setup.topics().forEach(topic -> desired.putIfAbsent(topic, 1));
    for (Map.Entry<String, Integer> topic : desired.entrySet()) {
      TopicCreator.Created made = topics.recorded(topic.getKey(), topic.getValue());
      made.differences().forEach(told);
      partitions.put(topic.getKey(), made.partitions());
    }
    input.forEach(
        (topic, partition, timestamp, key, value) ->
            waiting.add(
                new EventProducer.NewRecord(
                    of(topic, partition),
                    timestamp.getOrElse(now),
                    key.map(Utf8::toBytes),
                    value.map(Utf8::toBytes))));
  }

  /** Where there are fewer partitions than were recorded, several share one. */
  private Partition of(String topic, int number) {
    List<Partition> there = List.copyOf(Option.of(partitions.get(topic)).get());
    return there.get(number % there.size());
  }

  @Override
  public IngestProcess.Sent send(EventProducer producer) throws StoreFailure {
    int end = Math.min(next + AT_ONCE, waiting.size());
    List<EventProducer.NewRecord> now = waiting.subList(next, end);
    if (!now.isEmpty()) {
      producer.appendAll(now);
    }
    int count = end - next;
    next = end;
    return new IngestProcess.Sent(count, 0, next == waiting.size());
  }
}
