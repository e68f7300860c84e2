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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The log in the memory of one process, and its producer. The id of a topic is derived from its
 * name and the number of times it was created.
 */
public final class InMemoryEventLog implements EventLog, EventProducer {

  private static final String LOG = "EventLog";
  private static final String PRODUCER = "EventProducer";

  private final ConcurrentMap<Partition, InMemoryPartition> partitions =
      new ConcurrentSkipListMap<>();
  private final ConcurrentMap<String, Topic> topics = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Integer> generations = new ConcurrentHashMap<>();
  private final Faults faults;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicInteger waiting = new AtomicInteger();

  public InMemoryEventLog() {
    this(Faults.NONE);
  }

  public InMemoryEventLog(Faults faults) {
    this.faults = faults;
  }

  /**
   * Creates a topic.
   *
   * @throws IllegalArgumentException if there is a topic of this name
   */
  public synchronized Topic createTopic(String name, int partitionCount) {
    if (topics.containsKey(name)) {
      throw new IllegalArgumentException("topic " + name + " already exists");
    }
    int generation = generations.merge(name, 1, Integer::sum);
    byte[] seed = (name + "#" + generation).getBytes(StandardCharsets.UTF_8);
    Topic topic = new Topic(name, UUID.nameUUIDFromBytes(seed));
    topics.put(name, topic);
    addPartitions(name, partitionCount);
    return topic;
  }

  /** Adds empty partitions, which start at offset 0, to a topic. */
  public synchronized void addPartitions(String name, int more) {
    Topic topic = current(name);
    int first = partitionsOf(topic).size();
    for (int number = first; number < first + more; number++) {
      Partition partition = new Partition(topic, number);
      partitions.put(partition, new InMemoryPartition(partition));
    }
  }

  /** Deletes a topic and creates it again with as many partitions and a new id. */
  public synchronized Topic recreateTopic(String name) {
    Topic topic = current(name);
    SortedSet<Partition> old = partitionsOf(topic);
    topics.remove(name);
    Topic next = createTopic(name, old.size());
    old.forEach(partitions::remove);
    signalWaiting();
    return next;
  }

  /**
   * Appends a record at an offset. Offsets that are skipped become holes.
   *
   * @throws IllegalArgumentException if the log already ends after this offset
   */
  public void appendAt(
      Partition partition, long offset, long timestamp, Option<byte[]> key, Option<byte[]> value) {
    own(partition).appendAt(offset, timestamp, key, value);
    signalWaiting();
  }

  /** Moves the end of the log past holes: the next record gets this offset. */
  public void advanceEnd(Partition partition, long offset) {
    own(partition).advanceEnd(offset);
    signalWaiting();
  }

  /** Deletes the records below an offset, as retention does. */
  public void advanceStart(Partition partition, long offset) {
    own(partition).advanceStart(offset);
    signalWaiting();
  }

  /** Loses the records from an offset on, as an unclean leader election does. */
  public void truncate(Partition partition, long offset) {
    own(partition).truncate(offset);
    signalWaiting();
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
    signalWaiting();
    faults.after(call);
    return offset;
  }

  @Override
  public List<Long> appendAll(List<NewRecord> records) throws StoreFailure {
    PortCall call = new PortCall(PRODUCER, "appendAll", records.size());
    faults.before(call);
    List<Long> offsets = new ArrayList<>(records.size());
    for (NewRecord one : records) {
      offsets.add(held(one.partition()).append(one.timestamp(), one.key(), one.value()));
    }
    signalWaiting();
    faults.after(call);
    return offsets;
  }

  @Override
  public Set<Partition> await(Map<Partition, Long> positions, Duration atMost) throws StoreFailure {
    PortCall call = new PortCall(LOG, "await", positions.keySet());
    faults.before(call);
    Set<Partition> worthReading = awaitNews(positions, atMost.toNanos());
    faults.after(call);
    return worthReading;
  }

  private Set<Partition> awaitNews(Map<Partition, Long> positions, long nanos) {
    waiting.incrementAndGet();
    lock.lock();
    try {
      long left = nanos;
      while (true) {
        Set<Partition> ready = readyOf(positions);
        if (!ready.isEmpty() || left <= 0) {
          return ready;
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Set.of();
    } finally {
      lock.unlock();
      waiting.decrementAndGet();
    }
  }

  private Set<Partition> readyOf(Map<Partition, Long> positions) {
    Set<Partition> ready = new TreeSet<>();
    positions.forEach(
        (partition, position) -> {
          if (!Option.of(partitions.get(partition)).exists(p -> p.bounds().to() == position)) {
            ready.add(partition);
          }
        });
    return ready;
  }

  /**
   * A waiting reader registers before it checks the log, so no append between the two is missed.
   */
  private void signalWaiting() {
    if (waiting.get() > 0) {
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
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
                        + ", expected "
                        + asked.id())
        .getOrElse(() -> "there is no topic " + asked.name());
  }
}
