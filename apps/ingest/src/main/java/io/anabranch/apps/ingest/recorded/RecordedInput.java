package io.anabranch.apps.ingest.recorded;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Recorded input, sorted into the partitions of topics and appended to a log part by part. Parts
 * can be appended only once, because appended records are released.
 */
public final class RecordedInput {

  private static final Comparator<Recorded> BY_OFFSET = Comparator.comparingLong(Recorded::offset);

  /** The partitions of the topics that were created for the input. */
  @FunctionalInterface
  public interface Partitions {
    Partition of(String topic, int number);
  }

  private record Recorded(
      long offset,
      RecordedMessage.Line line,
      Option<Long> timestamp,
      Option<Utf8> key,
      Option<Utf8> value) {}

  /** Replaces records that were appended to the log. */
  private static final Recorded APPENDED =
      new Recorded(0, new RecordedMessage.Line("", 0), Option.none(), Option.none(), Option.none());

  private record TopicPartition(String topic, int partition) implements Comparable<TopicPartition> {
    @Override
    public int compareTo(TopicPartition other) {
      int order = topic.compareTo(other.topic);
      return order != 0 ? order : Integer.compare(partition, other.partition);
    }
  }

  private final SortedMap<TopicPartition, List<Recorded>> byPartition;
  private final List<ReferenceRecord> reference;
  private final long readAt;

  private RecordedInput(
      SortedMap<TopicPartition, List<Recorded>> byPartition,
      List<ReferenceRecord> reference,
      long readAt) {
    this.byPartition = byPartition;
    this.reference = reference;
    this.readAt = readAt;
  }

  /**
   * Reads files. Messages without a position are put in partition 0 of their topic, after those
   * with a position, in the order of the files.
   *
   * @param topics assigns messages to topics
   * @param readAt timestamp of messages without one, in milliseconds since 1970
   * @throws InputException if a file cannot be read, or two records have the same position
   */
  public static RecordedInput read(List<String> files, InputTopics topics, long readAt)
      throws InputException {
    SortedMap<TopicPartition, List<Recorded>> byPartition = new TreeMap<>();
    List<RecordedMessage> unpositioned = new ArrayList<>();
    RecordedLines lines = new RecordedLines();
    for (String file : files) {
      lines.read(
          file,
          message -> {
            if (message.position().isEmpty()) {
              unpositioned.add(message);
            } else {
              RecordedMessage.Position position = message.position().get();
              String topic = topics.of(message);
              byPartition
                  .computeIfAbsent(
                      new TopicPartition(topic, position.partition()), p -> new ArrayList<>())
                  .add(recorded(message, position.offset()));
            }
          });
    }
    for (Map.Entry<TopicPartition, List<Recorded>> entry : byPartition.entrySet()) {
      sort(entry.getKey(), entry.getValue());
    }
    for (RecordedMessage message : unpositioned) {
      String topic = topics.of(message);
      List<Recorded> records =
          byPartition.computeIfAbsent(new TopicPartition(topic, 0), p -> new ArrayList<>());
      long offset = records.isEmpty() ? 0 : records.get(records.size() - 1).offset() + 1;
      if (offset > RecordedLines.MAX_OFFSET) {
        throw new InputException(
            message.line()
                + ": there is no offset after "
                + records.get(records.size() - 1).line()
                + "; give the message a position, or remove one of the two lines");
      }
      records.add(recorded(message, offset));
    }
    return new RecordedInput(byPartition, reference(byPartition, topics), readAt);
  }

  /** Removes reference data from the partitions: it is read, not folded. */
  private static List<ReferenceRecord> reference(
      SortedMap<TopicPartition, List<Recorded>> byPartition, InputTopics topics) {
    List<ReferenceRecord> reference = new ArrayList<>();
    for (Map.Entry<TopicPartition, List<Recorded>> entry : byPartition.entrySet()) {
      if (topics.isReference(entry.getKey().topic())) {
        for (Recorded record : entry.getValue()) {
          record
              .value()
              .forEach(
                  value ->
                      reference.add(
                          new ReferenceRecord(entry.getKey().topic(), "" + record.line(), value)));
        }
      }
    }
    byPartition.keySet().removeIf(partition -> topics.isReference(partition.topic()));
    return reference;
  }

  /**
   * The records of a file of reference data, in their order.
   *
   * @param topics topics of reference data; messages that name none of them get the first
   */
  public static List<ReferenceRecord> readReference(String file, List<String> topics)
      throws InputException {
    List<ReferenceRecord> reference = new ArrayList<>();
    new RecordedLines()
        .read(
            file,
            message ->
                message
                    .value()
                    .forEach(
                        value ->
                            reference.add(
                                new ReferenceRecord(
                                    message
                                        .topic()
                                        .filter(topics::contains)
                                        .getOrElse(topics.get(0)),
                                    "" + message.line(),
                                    value))));
    return reference;
  }

  /** The records of reference data that the input contained, in their order. */
  public List<ReferenceRecord> reference() {
    return List.copyOf(reference);
  }

  private static Recorded recorded(RecordedMessage message, long offset) {
    return new Recorded(
        offset, message.line(), message.timestamp(), message.key(), message.value());
  }

  private static void sort(TopicPartition partition, List<Recorded> records) throws InputException {
    records.sort(BY_OFFSET);
    for (int i = 1; i < records.size(); i++) {
      if (records.get(i).offset() == records.get(i - 1).offset()) {
        throw new InputException(
            records.get(i).line()
                + ": offset "
                + records.get(i).offset()
                + " of "
                + partition.topic()
                + "-"
                + partition.partition()
                + " is already used by "
                + records.get(i - 1).line()
                + "; a position holds one record: remove one of the two");
      }
    }
  }

  /** Number of partitions by topic: one more than the highest recorded. */
  public Map<String, Integer> topics() {
    Map<String, Integer> topics = new TreeMap<>();
    byPartition.keySet().forEach(p -> topics.merge(p.topic(), p.partition() + 1, Math::max));
    return topics;
  }

  public long records() {
    return byPartition.values().stream().mapToLong(List::size).sum();
  }

  public int partitions() {
    return byPartition.size();
  }

  /** The first recorded offset of each partition, where counting starts. */
  public OffsetVector origin(Partitions partitions) {
    Map<Partition, Long> origin = new HashMap<>();
    byPartition.forEach(
        (partition, records) ->
            origin.put(
                partitions.of(partition.topic(), partition.partition()), records.get(0).offset()));
    return OffsetVector.of(origin);
  }

  /**
   * The largest slices of which every part of the input closes at least one; slices of one offset
   * if no larger ones do.
   */
  public SliceBits slicesFor(int parts, int largest) {
    for (int bits = largest; bits > 0; bits--) {
      SliceBits slices = new SliceBits(bits);
      if (closesOneInEach(slices, parts)) {
        return slices;
      }
    }
    return new SliceBits(0);
  }

  private boolean closesOneInEach(SliceBits slices, int parts) {
    for (int part = 0; part < parts; part++) {
      boolean closes = false;
      for (List<Recorded> records : byPartition.values()) {
        long before = slices.floor(positionAfter(records, part, parts));
        long after = slices.floor(positionAfter(records, part + 1, parts));
        closes |= after > Math.max(before, records.get(0).offset());
      }
      if (!closes) {
        return false;
      }
    }
    return true;
  }

  private static long positionAfter(List<Recorded> records, int part, int parts) {
    int count = count(records, part, parts + 1);
    return count == 0 ? records.get(0).offset() : records.get(count - 1).offset() + 1;
  }

  private static int count(List<Recorded> records, int part, int parts) {
    return (int) ((long) records.size() * part / parts);
  }

  /** Takes a record of the input. */
  @FunctionalInterface
  public interface EachRecord {
    void accept(
        String topic, int partition, Option<Long> timestamp, Option<Utf8> key, Option<Utf8> value);
  }

  /** Passes every record, those of a partition in order. */
  public void forEach(EachRecord each) {
    byPartition.forEach(
        (partition, records) ->
            records.forEach(
                one ->
                    each.accept(
                        partition.topic(),
                        partition.partition(),
                        one.timestamp(),
                        one.key(),
                        one.value())));
  }

  /** Appends one of several equal parts of every partition to a log. */
  public void appendPart(InputLog log, Partitions partitions, int part, int parts)
      throws StoreFailure {
    for (Map.Entry<TopicPartition, List<Recorded>> entry : byPartition.entrySet()) {
      List<Recorded> records = entry.getValue();
      List<InputLog.PositionedRecord> positioned = new ArrayList<>();
      for (int i = count(records, part, parts); i < count(records, part + 1, parts); i++) {
        Recorded record = records.get(i);
        positioned.add(
            new InputLog.PositionedRecord(
                record.offset(),
                record.timestamp().getOrElse(readAt),
                record.key().map(Utf8::toBytes),
                record.value().map(Utf8::toBytes)));
        records.set(i, APPENDED);
      }
      log.append(partitions.of(entry.getKey().topic(), entry.getKey().partition()), positioned);
    }
  }
}
