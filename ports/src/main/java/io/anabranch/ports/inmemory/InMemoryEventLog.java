package io.anabranch.ports.inmemory;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.EventProducer;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The log in the memory of one process, and the way into it. The id of a topic follows from its
 * name and how often it was made.
 */
public final class InMemoryEventLog implements EventLog, EventProducer {

  private static final String LOG = "EventLog";
  private static final String PRODUCER = "EventProducer";

  private final ConcurrentMap<Partition, InMemoryPartition> partitions =
      new ConcurrentSkipListMap<>();
  private final ConcurrentMap<String, Topic> topics = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Integer> generations = new ConcurrentHashMap<>();
  private final Faults faults;

  public InMemoryEventLog() {
    this(Faults.NONE);
  }

  public InMemoryEventLog(Faults faults) {
    this.faults = faults;
  }

  /**
   * Makes a topic.
   *
   * @throws IllegalArgumentException if there is one of this name
   */
  public synchronized Topic createTopic(String name, int partitionCount) {
    if (topics.containsKey(name)) {
      throw new IllegalArgumentException("there is a topic " + name);
    }
    int generation = generations.merge(name, 1, Integer::sum);
    byte[] seed = (name + "#" + generation).getBytes(StandardCharsets.UTF_8);
    Topic topic = new Topic(name, UUID.nameUUIDFromBytes(seed));
    topics.put(name, topic);
    addPartitions(name, partitionCount);
    return topic;
  }

  /** Adds partitions to a topic, each empty and at offset 0. */
  public synchronized void addPartitions(String name, int more) {
    Topic topic = current(name);
    int first = partitionsOf(topic).size();
    for (int number = first; number < first + more; number++) {
      Partition partition = new Partition(topic, number);
      partitions.put(partition, new InMemoryPartition(partition));
    }
  }

  /** Deletes a topic and makes one of the same name and number of partitions, with a new id. */
  public synchronized Topic recreateTopic(String name) {
    Topic topic = current(name);
    SortedSet<Partition> old = partitionsOf(topic);
    topics.remove(name);
    Topic next = createTopic(name, old.size());
    old.forEach(partitions::remove);
    return next;
  }

  /**
   * Appends a record at an offset: where it leaves some out, they are holes.
   *
   * @throws IllegalArgumentException if the log is past this offset already
   */
  public void appendAt(
      Partition partition, long offset, long timestamp, Option<byte[]> key, Option<byte[]> value) {
    own(partition).appendAt(offset, timestamp, key, value);
  }

  /** Moves the end of the log past holes: the next record gets this offset. */
  public void advanceEnd(Partition partition, long offset) {
    own(partition).advanceEnd(offset);
  }

  /** Forgets the records below an offset, as retention does. */
  public void advanceStart(Partition partition, long offset) {
    own(partition).advanceStart(offset);
  }

  /** Loses the records from an offset on, as an unclean election does. */
  public void truncate(Partition partition, long offset) {
    own(partition).truncate(offset);
  }

  @Override
  public SortedSet<Partition> partitions(String topic) throws StoreFailure {
    PortCall call = new PortCall(LOG, "partitions", topic);
    faults.before(call);
    SortedSet<Partition> found =
        Option.of(topics.get(topic)).map(this::partitionsOf).getOrElse(TreeSet::new);
    faults.after(call);
    return found;
  }

  @Override
  public OffsetRange bounds(Partition partition) throws StoreFailure {
    PortCall call = new PortCall(LOG, "bounds", partition);
    faults.before(call);
    OffsetRange bounds = held(partition).bounds();
    faults.after(call);
    return bounds;
  }

  @Override
  public Option<RecordBatch> read(Partition partition, long from, int maxRecords)
      throws StoreFailure {
    PortCall call = new PortCall(LOG, "read", partition + " from " + from);
    faults.before(call);
    Option<RecordBatch> batch = held(partition).read(from, maxRecords);
    faults.after(call);
    return batch;
  }

  @Override
  public long append(Partition partition, long timestamp, Option<byte[]> key, Option<byte[]> value)
      throws StoreFailure {
    PortCall call = new PortCall(PRODUCER, "append", partition);
    faults.before(call);
    long offset = held(partition).append(timestamp, key, value);
    faults.after(call);
    return offset;
  }

  private SortedSet<Partition> partitionsOf(Topic topic) {
    SortedSet<Partition> found = new TreeSet<>();
    for (Partition partition : partitions.keySet()) {
      if (partition.topic().equals(topic)) {
        found.add(partition);
      }
    }
    return found;
  }

  private Topic current(String name) {
    return Option.of(topics.get(name))
        .getOrElseThrow(() -> new IllegalArgumentException("there is no topic " + name));
  }

  private InMemoryPartition own(Partition partition) {
    return Option.of(partitions.get(partition))
        .getOrElseThrow(() -> new IllegalArgumentException(absence(partition)));
  }

  private InMemoryPartition held(Partition partition) throws StoreFailure.Corrupt {
    return Option.of(partitions.get(partition))
        .getOrElseThrow(() -> new StoreFailure.Corrupt(absence(partition)));
  }

  private String absence(Partition partition) {
    Topic asked = partition.topic();
    return Option.of(topics.get(asked.name()))
        .map(
            topic ->
                topic.id().equals(asked.id())
                    ? "topic " + asked.name() + " has no partition " + partition.number()
                    : "topic "
                        + asked.name()
                        + " was recreated: its id is "
                        + topic.id()
                        + ", no longer "
                        + asked.id())
        .getOrElse(() -> "there is no topic " + asked.name());
  }
}
