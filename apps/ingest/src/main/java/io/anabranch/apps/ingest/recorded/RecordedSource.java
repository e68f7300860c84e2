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

/** Sends a recording once: reference data first, then every partition in order. */
public final class RecordedSource implements IngestProcess.Source {

  private static final int MAX_BATCH = 2_000;

  private final RecordedInput input;
  private final List<ReferenceRecord> reference;
  private final long now;
  private final Map<String, SortedSet<Partition>> partitions = new HashMap<>();
  private final List<EventProducer.NewRecord> waiting = new ArrayList<>();
  private int next;

  /**
   * A source over a recording.
   *
   * @param now timestamp of records without one, in milliseconds since 1970
   */
  public RecordedSource(RecordedInput input, List<ReferenceRecord> reference, long now) {
    this.input = input;
    this.reference = List.copyOf(reference);
    this.now = now;
  }

  @Override
  public void open(TopicCreator topics, WorkloadSetup setup, Consumer<String> remarks)
      throws StoreFailure {
    for (String topic : setup.factory().referenceTopics()) {
      TopicCreator.Created created = topics.reference(topic);
      created.differences().forEach(remarks);
      for (ReferenceRecord record : reference) {
        if (record.topic().equals(topic)) {
          waiting.add(
              new EventProducer.NewRecord(
                  created.partitions().first(),
                  now,
                  Option.none(),
                  Option.some(record.value().toBytes())));
        }
      }
    }
    Map<String, Integer> desired = new HashMap<>(input.topics());
    setup.topics().forEach(topic -> desired.putIfAbsent(topic, 1));
    for (Map.Entry<String, Integer> topic : desired.entrySet()) {
      TopicCreator.Created created = topics.recorded(topic.getKey(), topic.getValue());
      created.differences().forEach(remarks);
      partitions.put(topic.getKey(), created.partitions());
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

  /** If the topic has fewer partitions than the recording, several share one. */
  private Partition of(String topic, int number) {
    List<Partition> available = List.copyOf(Option.of(partitions.get(topic)).get());
    return available.get(number % available.size());
  }

  @Override
  public IngestProcess.Sent send(EventProducer producer) throws StoreFailure {
    int end = Math.min(next + MAX_BATCH, waiting.size());
    List<EventProducer.NewRecord> now = waiting.subList(next, end);
    if (!now.isEmpty()) {
      producer.appendAll(now);
    }
    int count = end - next;
    next = end;
    return new IngestProcess.Sent(count, 0, next == waiting.size());
  }
}
