package io.anabranch.adapters.kafka;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The rejected events of a definition in order, page by page. Each page is one scan of the topic,
 * up to its end at the time of opening, that collects the first events after the previous page.
 */
final class RejectedCursor implements Cursor<RejectedEvent> {

  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

  private record EventPosition(Partition partition, long offset, int index)
      implements Comparable<EventPosition> {

    private static final Comparator<EventPosition> ORDER =
        Comparator.comparing(EventPosition::partition)
            .thenComparingLong(EventPosition::offset)
            .thenComparingInt(EventPosition::index);

    static EventPosition of(RejectedEvent event) {
      return new EventPosition(event.partition(), event.offset(), event.index());
    }

    @Override
    public int compareTo(EventPosition other) {
      return ORDER.compare(this, other);
    }
  }

  private final KafkaFailures failures;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> ends;
  private final long timeoutNanos;
  private final String topic;
  private final byte[] definition;
  private final int pageEvents;
  private final TreeMap<EventPosition, RejectedEvent> page = new TreeMap<>();
  private Option<EventPosition> last = Option.none();
  private boolean hasMorePages = true;
  private boolean isClosed;

  private RejectedCursor(
      KafkaSettings settings,
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      String topic,
      DefinitionNumber definition,
      int pageEvents) {
    this.failures = new KafkaFailures(settings);
    this.consumer = consumer;
    this.ends = ends;
    this.timeoutNanos = settings.timeout().toNanos();
    this.topic = topic;
    this.definition = Long.toString(definition.value()).getBytes(StandardCharsets.UTF_8);
    this.pageEvents = pageEvents;
  }

  static RejectedCursor open(
      KafkaSettings settings,
      TopicMetadata metadata,
      String topic,
      DefinitionNumber definition,
      int pageEvents)
      throws StoreFailure {
    SortedSet<Partition> partitions = metadata.partitions(topic);
    if (partitions.isEmpty()) {
      throw new StoreFailure.Unavailable(
          "topic " + topic + " for rejected events does not exist: create it first");
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (Partition partition : partitions) {
      ends.put(settings.toKafka(partition), metadata.bounds(partition).to());
    }
    Map<String, Object> properties = new HashMap<>();
    properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    // A fetch that waits at the end of the topic would delay the next page.
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
    try {
      KafkaConsumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(
              settings.consumer(properties),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer());
      return new RejectedCursor(settings, consumer, ends, topic, definition, pageEvents);
    } catch (KafkaException e) {
      throw new KafkaFailures(settings).cannotCreateClient(e);
    }
  }

  @Override
  public Option<RejectedEvent> next() throws StoreFailure {
    if (isClosed) {
      throw new IllegalStateException("the cursor is closed");
    }
    if (page.isEmpty() && hasMorePages) {
      readPage();
    }
    Option<RejectedEvent> first = Option.of(page.pollFirstEntry()).map(Map.Entry::getValue);
    first.forEach(event -> last = Option.some(EventPosition.of(event)));
    return first;
  }

  private void readPage() throws StoreFailure {
    hasMorePages = false;
    try {
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      long silentSince = System.nanoTime();
      while (!isAtEnd()) {
        boolean isEmptyPoll = true;
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(POLL_TIMEOUT)) {
          isEmptyPoll = false;
          if (isWithin(one)) {
            collect(one);
          }
        }
        silentSince = isEmptyPoll ? silentSince : System.nanoTime();
        if (System.nanoTime() - silentSince > timeoutNanos) {
          throw failures.timedOut("reading rejected events from topic " + topic);
        }
      }
    } catch (KafkaException e) {
      throw failures.unavailable("reading rejected events from topic " + topic, e);
    }
  }

  private boolean isAtEnd() {
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      if (consumer.position(end.getKey()) < end.getValue()) {
        return false;
      }
    }
    return true;
  }

  private boolean isWithin(ConsumerRecord<byte[], byte[]> one) {
    return one.offset() < ends.getOrDefault(new TopicPartition(one.topic(), one.partition()), 0L);
  }

  private void collect(ConsumerRecord<byte[], byte[]> one) throws StoreFailure.Corrupt {
    Header header = one.headers().lastHeader(RejectionRecord.DEFINITION);
    if (header == null || one.value() == null || !Arrays.equals(header.value(), definition)) {
      return;
    }
    RejectedEvent event =
        RejectionRecord.event(one.value())
            .getOrElseThrow(
                () ->
                    new StoreFailure.Corrupt(
                        "offset "
                            + one.offset()
                            + " of "
                            + one.topic()
                            + "-"
                            + one.partition()
                            + " is not a rejected event: another program, or a later version,"
                            + " writes to this topic"));
    EventPosition position = EventPosition.of(event);
    if (last.exists(before -> position.compareTo(before) <= 0)) {
      return;
    }
    page.put(position, event);
    if (page.size() > pageEvents) {
      page.pollLastEntry();
      hasMorePages = true;
    }
  }

  @Override
  public void close() {
    isClosed = true;
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }
}
