package io.anabranch.ports.inmemory;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.Checksums;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** The archived log in the memory of one process. */
public final class InMemoryMasterDataset implements MasterDataset {

  private static final String PORT = "MasterDataset";
  private static final DateTimeFormatter DIRECTORIES =
      DateTimeFormatter.ofPattern("'year='uuuu'/month='MM'/day='dd'/hour='HH", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** An entry, and its records unless the file is missing. */
  private static final class Archived {
    private final ManifestEntry entry;
    private final Option<RecordBatch> records;
    private volatile boolean isVerified;

    Archived(ManifestEntry entry, Option<RecordBatch> records) {
      this.entry = entry;
      this.records = records;
    }

    RecordBatch verified() throws StoreFailure.Corrupt {
      if (records.isEmpty()) {
        throw new StoreFailure.Corrupt("file " + entry.file() + " is missing");
      }
      RecordBatch batch = records.get();
      if (!isVerified) {
        if (batch.size() != entry.records() || Checksums.of(batch) != entry.checksum()) {
          throw new StoreFailure.Corrupt(
              "file " + entry.file() + " does not contain the records that the manifest lists");
        }
        isVerified = true;
      }
      return batch;
    }
  }

  /** The files of a partition by {@code from}. */
  private static final class Manifest {
    private final ConcurrentNavigableMap<Long, Archived> files = new ConcurrentSkipListMap<>();

    /** The highest number of positions of a file: how far before a position its file may start. */
    private final AtomicLong longest = new AtomicLong();

    /** The files from the last one that starts at or before a position. */
    Collection<Archived> from(long position) {
      Long first = files.floorKey(position);
      return first == null ? files.values() : files.tailMap(first, true).values();
    }

    Option<Archived> holding(long position) {
      NavigableMap<Long, Archived> before = files.headMap(position, true).descendingMap();
      for (Archived file : before.values()) {
        if (file.entry.range().to() > position) {
          return Option.some(file);
        }
        if (file.entry.range().from() + longest.get() <= position) {
          break;
        }
      }
      return Option.none();
    }
  }

  private final ConcurrentMap<Partition, Manifest> manifests = new ConcurrentHashMap<>();
  private final Faults faults;

  public InMemoryMasterDataset() {
    this(Faults.NONE);
  }

  public InMemoryMasterDataset(Faults faults) {
    this.faults = faults;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Faults are injected once more between the file and its entry, as operation {@code put}.
   *
   * @throws IllegalArgumentException if the batch covers no position: its entry would occupy the
   *     name of every later one
   */
  @Override
  public Either<ManifestEntry, ManifestEntry> append(RecordBatch batch) throws StoreFailure {
    if (batch.range().isEmpty()) {
      throw new IllegalArgumentException("the batch at " + batch.from() + " covers no positions");
    }
    PortCall call = new PortCall(PORT, "append", batch.partition() + " " + batch.range());
    faults.before(call);
    ManifestEntry entry =
        new ManifestEntry(
            batch.partition(), batch.range(), nameOf(batch), batch.size(), Checksums.of(batch));
    faults.before(new PortCall(PORT, "put", batch.partition() + " " + batch.range()));
    Manifest manifest = manifests.computeIfAbsent(batch.partition(), p -> new Manifest());
    manifest.longest.accumulateAndGet(batch.range().length(), Math::max);
    Archived standing =
        manifest.files.putIfAbsent(batch.from(), new Archived(entry, Option.some(batch.compact())));
    faults.after(call);
    return standing == null ? Either.right(entry) : Either.left(standing.entry);
  }

  private static String nameOf(RecordBatch batch) {
    Topic topic = batch.partition().topic();
    String directories =
        batch.size() == 0 ? "empty" : DIRECTORIES.format(Instant.ofEpochMilli(batch.timestamp(0)));
    return topic.name()
        + "/"
        + directories
        + "/"
        + topic.id()
        + "-"
        + batch.partition().number()
        + "-"
        + batch.from();
  }

  /** {@inheritDoc} There are never leftovers here: a file and its entry are added together. */
  @Override
  public long sweep(Instant before) throws StoreFailure {
    PortCall call = new PortCall(PORT, "sweep", before);
    faults.before(call);
    faults.after(call);
    return 0;
  }

  @Override
  public SortedSet<Partition> partitions(String topic) throws StoreFailure {
    PortCall call = new PortCall(PORT, "partitions", topic);
    faults.before(call);
    SortedSet<Partition> archived = new TreeSet<>();
    manifests.forEach(
        (partition, manifest) -> {
          if (partition.topic().name().equals(topic) && !manifest.files.isEmpty()) {
            archived.add(partition);
          }
        });
    faults.after(call);
    return archived;
  }

  @Override
  public Option<Long> beginning(Partition partition) throws StoreFailure {
    PortCall call = new PortCall(PORT, "beginning", partition.toString());
    faults.before(call);
    Option<Long> first =
        Option.of(manifests.get(partition))
            .flatMap(manifest -> Option.of(manifest.files.firstEntry()))
            .map(Map.Entry::getKey);
    faults.after(call);
    return first;
  }

  @Override
  public Vector<ManifestEntry> manifest(Partition partition, long from) throws StoreFailure {
    PortCall call = new PortCall(PORT, "manifest", partition + " from " + from);
    faults.before(call);
    Vector<ManifestEntry> entries =
        Option.of(manifests.get(partition))
            .map(manifest -> Vector.ofAll(manifest.from(from)).map(file -> file.entry))
            .getOrElse(Vector.empty());
    faults.after(call);
    return entries;
  }

  @Override
  public Option<RecordBatch> read(Partition partition, long from, int maxRecords)
      throws StoreFailure {
    PortCall call = new PortCall(PORT, "read", partition + " from " + from);
    faults.before(call);
    Option<RecordBatch> batch = Option.none();
    for (Archived file :
        Option.of(manifests.get(partition)).flatMap(manifest -> manifest.holding(from))) {
      batch = Option.some(Batches.from(file.verified(), from, maxRecords));
    }
    faults.after(call);
    return batch;
  }

  /** Deletes the entry that starts at a position and its file, which leaves a gap. */
  public void loseEntry(Partition partition, long from) {
    change(partition, from, file -> Option.none());
  }

  /** Deletes the file of the entry that starts at a position, but not the entry. */
  public void loseFile(Partition partition, long from) {
    change(partition, from, file -> Option.some(new Archived(file.entry, Option.none())));
  }

  /** Changes a record in the file of the entry that starts at a position. */
  public void corruptFile(Partition partition, long from) {
    change(
        partition,
        from,
        file -> Option.some(new Archived(file.entry, file.records.map(Batches::damaged))));
  }

  private void change(Partition partition, long from, Function<Archived, Option<Archived>> change) {
    Option.of(manifests.get(partition))
        .flatMap(manifest -> Option.of(manifest.files.get(from)).map(file -> manifest))
        .getOrElseThrow(
            () -> new IllegalArgumentException("no entry of " + partition + " at " + from))
        .files
        .computeIfPresent(from, (position, file) -> change.apply(file).getOrNull());
  }
}
