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
 * Recorded input, sorted into the partitions of topics, to be fed to a log part by part: once,
 * since what the log holds is not kept here, too.
 */
public final class RecordedInput {

  private static final Comparator<Recorded> BY_OFFSET = Comparator.comparingLong(Recorded::offset);

  /** The partitions of the topics that were made for the input. */
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

  /** In the place of a record that the log has a copy of. */
  private static final Recorded FED =
      new Recorded(0, new RecordedMessage.Line("", 0), Option.none(), Option.none(), Option.none());

  private record Place(String topic, int partition) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int order = topic.compareTo(other.topic);
      return order != 0 ? order : Integer.compare(partition, other.partition);
    }
  }

  private final SortedMap<Place, List<Recorded>> places;
  private final List<ReferenceRecord> reference;
  private final long readAt;

  private RecordedInput(
      SortedMap<Place, List<Recorded>> places, List<ReferenceRecord> reference, long readAt) {
    this.places = places;
    this.reference = reference;
    this.readAt = readAt;
  }

  /**
   * Reads files. Messages without a position go to partition 0 of their topic, behind those that
   * have one, in the order of the files.
   *
   * @param topics the topics that messages go to
   * @param readAt the timestamp of messages that tell none, in milliseconds since 1970
   * @throws InputException if a file cannot be read, a position is taken twice or a topic is
   *     unknown
   */
  public static RecordedInput read(List<String> files, InputTopics topics, long readAt)
      throws InputException {
    SortedMap<Place, List<Recorded>> places = new TreeMap<>();
    List<RecordedMessage> unplaced = new ArrayList<>();
    RecordedLines lines = new RecordedLines();
    for (String file : files) {
      lines.read(
          file,
          message -> {
            if (message.position().isEmpty()) {
              unplaced.add(message);
            } else {
              RecordedMessage.Position position = message.position().get();
              String topic = topics.of(message);
              places
                  .computeIfAbsent(new Place(topic, position.partition()), p -> new ArrayList<>())
                  .add(recorded(message, position.offset()));
            }
          });
    }
    for (Map.Entry<Place, List<Recorded>> place : places.entrySet()) {
      sort(place.getKey(), place.getValue());
    }
    for (RecordedMessage message : unplaced) {
      String topic = topics.of(message);
      List<Recorded> records = places.computeIfAbsent(new Place(topic, 0), p -> new ArrayList<>());
      long offset = records.isEmpty() ? 0 : records.get(records.size() - 1).offset() + 1;
      if (offset > RecordedLines.LARGEST_OFFSET) {
        throw new InputException(
            message.line()
                + ": no offset is left behind "
                + records.get(records.size() - 1).line()
                + "; give the message a position, or remove one of the two lines");
      }
      records.add(recorded(message, offset));
    }
    return new RecordedInput(places, reference(places, topics), readAt);
  }

  /** Takes the reference log out of the partitions: it is for reading, not for folding. */
  private static List<ReferenceRecord> reference(
      SortedMap<Place, List<Recorded>> places, InputTopics topics) {
    List<ReferenceRecord> reference = new ArrayList<>();
    for (Map.Entry<Place, List<Recorded>> place : places.entrySet()) {
      if (topics.isReference(place.getKey().topic())) {
        for (Recorded record : place.getValue()) {
          record
              .value()
              .forEach(
                  value ->
                      reference.add(
                          new ReferenceRecord(place.getKey().topic(), "" + record.line(), value)));
        }
      }
    }
    places.keySet().removeIf(place -> topics.isReference(place.topic()));
    return reference;
  }

  /**
   * The records of a file that is a reference log, in their order.
   *
   * @param topics those of the reference log; a message that names none of them is of the first
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

  /** The records of the reference log that stood among the input, in their order. */
  public List<ReferenceRecord> reference() {
    return List.copyOf(reference);
  }

  private static Recorded recorded(RecordedMessage message, long offset) {
    return new Recorded(
        offset, message.line(), message.timestamp(), message.key(), message.value());
  }

  private static void sort(Place place, List<Recorded> records) throws InputException {
    records.sort(BY_OFFSET);
    for (int i = 1; i < records.size(); i++) {
      if (records.get(i).offset() == records.get(i - 1).offset()) {
        throw new InputException(
            records.get(i).line()
                + ": offset "
                + records.get(i).offset()
                + " of "
                + place.topic()
                + "-"
                + place.partition()
                + " is taken already by "
                + records.get(i - 1).line()
                + "; a position holds one record: remove one of the two");
      }
    }
  }

  /** The topics, each with as many partitions as the highest that is recorded asks for. */
  public Map<String, Integer> topics() {
    Map<String, Integer> topics = new TreeMap<>();
    places.keySet().forEach(p -> topics.merge(p.topic(), p.partition() + 1, Math::max));
    return topics;
  }

  public long records() {
    return places.values().stream().mapToLong(List::size).sum();
  }

  public int partitions() {
    return places.size();
  }

  /** Where counting starts: the first offset recorded of each partition. */
  public OffsetVector origin(Partitions partitions) {
    Map<Partition, Long> origin = new HashMap<>();
    places.forEach(
        (place, records) ->
            origin.put(partitions.of(place.topic(), place.partition()), records.get(0).offset()));
    return OffsetVector.of(origin);
  }

  /**
   * The largest slices of which each of so many parts of the input closes one; slices of one offset
   * if none are small enough.
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
      for (List<Recorded> records : places.values()) {
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

  /** A record of the input, wherever it is to go. */
  @FunctionalInterface
  public interface EachRecord {
    void accept(
        String topic, int partition, Option<Long> timestamp, Option<Utf8> key, Option<Utf8> value);
  }

  /** Shows every record, those of a partition in their order. */
  public void forEach(EachRecord each) {
    places.forEach(
        (place, records) ->
            records.forEach(
                one ->
                    each.accept(
                        place.topic(),
                        place.partition(),
                        one.timestamp(),
                        one.key(),
                        one.value())));
  }

  /** Feeds one of so many equal parts of every partition to a log. */
  public void feed(InputLog log, Partitions partitions, int part, int parts) throws StoreFailure {
    for (Map.Entry<Place, List<Recorded>> place : places.entrySet()) {
      List<Recorded> records = place.getValue();
      List<InputLog.Placed> placed = new ArrayList<>();
      for (int i = count(records, part, parts); i < count(records, part + 1, parts); i++) {
        Recorded record = records.get(i);
        placed.add(
            new InputLog.Placed(
                record.offset(),
                record.timestamp().getOrElse(readAt),
                record.key().map(Utf8::toBytes),
                record.value().map(Utf8::toBytes)));
        records.set(i, FED);
      }
      log.append(partitions.of(place.getKey().topic(), place.getKey().partition()), placed);
    }
  }
}
