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
 * The rejected events of a definition in their order, page after page: the first ones after those
 * of the page before, picked while the topic goes by up to where it ended when reading began.
 */
final class RejectedCursor implements Cursor<RejectedEvent> {

  private static final Duration POLL = Duration.ofMillis(200);

  private record Place(Partition partition, long offset, int index) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::partition)
            .thenComparingLong(Place::offset)
            .thenComparingInt(Place::index);

    static Place of(RejectedEvent event) {
      return new Place(event.partition(), event.offset(), event.index());
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private final KafkaFailures trouble;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> ends;
  private final long patience;
  private final String topic;
  private final byte[] definition;
  private final int page;
  private final TreeMap<Place, RejectedEvent> picked = new TreeMap<>();
  private Option<Place> last = Option.none();
  private boolean isMoreLeft = true;
  private boolean isClosed;

  private RejectedCursor(
      KafkaSettings settings,
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      String topic,
      DefinitionNumber definition,
      int page) {
    this.trouble = new KafkaFailures(settings);
    this.consumer = consumer;
    this.ends = ends;
    this.patience = settings.timeout().toNanos();
    this.topic = topic;
    this.definition = Long.toString(definition.value()).getBytes(StandardCharsets.UTF_8);
    this.page = page;
  }

  static RejectedCursor open(
      KafkaSettings settings,
      TopicMetadata cluster,
      String topic,
      DefinitionNumber definition,
      int page)
      throws StoreFailure {
    SortedSet<Partition> partitions = cluster.partitions(topic);
    if (partitions.isEmpty()) {
      throw new StoreFailure.Unavailable(
          "there is no topic " + topic + " for rejected events: make it first");
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (Partition partition : partitions) {
      ends.put(settings.kafkas(partition), cluster.bounds(partition).to());
    }
    Map<String, Object> own = new HashMap<>();
    own.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    // A fetch that waits at the topic's end would hold up the next page.
    own.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
    try {
      KafkaConsumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(
              settings.consumer(own), new ByteArrayDeserializer(), new ByteArrayDeserializer());
      return new RejectedCursor(settings, consumer, ends, topic, definition, page);
    } catch (KafkaException e) {
      throw new KafkaFailures(settings).notMade(e);
    }
  }

  @Override
  public Option<RejectedEvent> next() throws StoreFailure {
    if (isClosed) {
      throw new IllegalStateException("a closed cursor has no next row");
    }
    if (picked.isEmpty() && isMoreLeft) {
      pickPage();
    }
    Option<RejectedEvent> first = Option.of(picked.pollFirstEntry()).map(Map.Entry::getValue);
    first.forEach(event -> last = Option.some(Place.of(event)));
    return first;
  }

  private void pickPage() throws StoreFailure {
    isMoreLeft = false;
    try {
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      long silentSince = System.nanoTime();
      while (!hasReachedTheEnds()) {
        boolean hasCome = false;
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(POLL)) {
          hasCome = true;
          if (isWithin(one)) {
            pick(one);
          }
        }
        silentSince = hasCome ? System.nanoTime() : silentSince;
        if (System.nanoTime() - silentSince > patience) {
          throw trouble.unavailable("reading rejected events of topic " + topic);
        }
      }
    } catch (KafkaException e) {
      throw trouble.unavailable("reading rejected events of topic " + topic, e);
    }
  }

  private boolean hasReachedTheEnds() {
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

  private void pick(ConsumerRecord<byte[], byte[]> one) throws StoreFailure.Corrupt {
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
                            + " is no rejected event: somebody else writes to this topic, or a"
                            + " later version of anabranch does"));
    Place place = Place.of(event);
    if (last.exists(before -> place.compareTo(before) <= 0)) {
      return;
    }
    picked.put(place, event);
    if (picked.size() > page) {
      picked.pollLastEntry();
      isMoreLeft = true;
    }
  }

  @Override
  public void close() {
    isClosed = true;
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }
}
