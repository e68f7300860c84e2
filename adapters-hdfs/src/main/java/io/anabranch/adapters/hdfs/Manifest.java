package io.anabranch.adapters.hdfs;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The entries of all partitions, each a small file {@code <topic>/_manifest/<topic
 * id>-<partition>/<billions>/<millions>/<from>}: to find a position, most directories before it
 * need not be listed. Entries never change and are never deleted, so they are cached; which entries
 * exist is listed each time, since other processes add entries.
 */
final class Manifest {

  private static final long BILLION = 1_000_000_000;
  private static final long MILLION = 1_000_000;
  private static final int MAX_CACHED = 100_000;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{3,19}");
  private static final Pattern PARTITION =
      Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([0-9]{1,10})");

  private final HdfsFiles files;
  private final ConcurrentMap<Partition, ConcurrentNavigableMap<Long, StoredEntry>> cached =
      new ConcurrentHashMap<>();
  private final AtomicInteger cachedEntries = new AtomicInteger();

  Manifest(HdfsFiles files) {
    this.files = files;
  }

  static String directoryOf(String topic) {
    return SafeNames.of(topic) + "/_manifest";
  }

  private static String directoryOf(Partition partition) {
    return directoryOf(partition.topic().name())
        + "/"
        + partition.topic().id()
        + "-"
        + partition.number();
  }

  /** The directory of the entry that starts at a position. */
  static String directoryOf(Partition partition, long from) {
    return String.format(
        "%s/%010d/%03d", directoryOf(partition), from / BILLION, from / MILLION % 1000);
  }

  static String nameOf(Partition partition, long from) {
    return directoryOf(partition, from) + "/" + String.format("%019d", from);
  }

  /** The partitions that have an entry, of all topics of a name. */
  SortedSet<Partition> partitions(String topic) throws StoreFailure {
    try {
      SortedSet<Partition> partitions = new TreeSet<>();
      for (String name : files.names(directoryOf(topic))) {
        var matcher = PARTITION.matcher(name);
        if (matcher.matches()) {
          Topic topicOfId = new Topic(topic, UUID.fromString(matcher.group(1)));
          Partition partition = new Partition(topicOfId, Integer.parseInt(matcher.group(2)));
          if (new Listing(partition).floor(Long.MAX_VALUE).isDefined()) {
            partitions.add(partition);
          }
        }
      }
      return partitions;
    } catch (IOException e) {
      throw files.unavailable("listing the manifest of " + topic, e);
    }
  }

  /** Where the first entry of a partition starts. */
  Option<Long> beginning(Partition partition) throws StoreFailure {
    try {
      return new Listing(partition).first();
    } catch (IOException e) {
      throw files.unavailable("listing the manifest of " + partition, e);
    }
  }

  /** The entries from the last one that starts at or before a position; all if none does. */
  List<StoredEntry> from(Partition partition, long position) throws StoreFailure {
    List<StoredEntry> entries = new ArrayList<>();
    try {
      Listing listing = new Listing(partition);
      for (long start : listing.from(listing.floor(position).getOrElse(0L))) {
        Option<StoredEntry> entry = at(partition, start);
        if (entry.isEmpty()) {
          throw new StoreFailure.Corrupt(
              "the manifest entry " + files.fullName(nameOf(partition, start)) + " was deleted");
        }
        entries.add(entry.get());
      }
      return entries;
    } catch (IOException e) {
      throw files.unavailable("listing the manifest of " + partition, e);
    }
  }

  /**
   * The entry that contains a position. It looks past entries that overlap later ones, but not past
   * an entry that fits: checks of the manifest report that error.
   */
  Option<StoredEntry> holding(Partition partition, long position) throws StoreFailure {
    var known = cached.get(partition);
    if (known != null) {
      var before = known.floorEntry(position);
      if (before != null && before.getValue().contains(position)) {
        return Option.some(before.getValue());
      }
    }
    Option<StoredEntry> exactly = at(partition, position);
    if (exactly.isDefined()) {
      return exactly;
    }
    try {
      Listing listing = new Listing(partition);
      long following = -1; // the start of the entry that was checked before; none yet
      Option<Long> start = listing.floor(position);
      while (start.isDefined()) {
        Option<StoredEntry> entry = at(partition, start.get());
        if (entry.exists(e -> e.contains(position))) {
          return entry;
        }
        if (start.get() == 0 || !entry.exists(overlapping(following))) {
          return Option.none();
        }
        following = start.get();
        start = listing.floor(following - 1);
      }
      return Option.none();
    } catch (IOException e) {
      throw files.unavailable("listing the manifest of " + partition, e);
    }
  }

  private static Predicate<StoredEntry> overlapping(long following) {
    return entry -> following < 0 || entry.next() > following;
  }

  /** The entry that starts at a position. */
  Option<StoredEntry> at(Partition partition, long from) throws StoreFailure {
    var known = cached.get(partition);
    StoredEntry before = known == null ? null : known.get(from);
    if (before != null) {
      return Option.some(before);
    }
    String name = nameOf(partition, from);
    byte[] bytes;
    try {
      bytes = files.read(name);
    } catch (FileNotFoundException absent) {
      return Option.none();
    } catch (IOException e) {
      throw files.unavailable("reading " + files.fullName(name), e);
    }
    try {
      StoredEntry entry = StoredEntry.of(partition, from, bytes);
      cache(entry);
      return Option.some(entry);
    } catch (IOException e) {
      throw new StoreFailure.Corrupt(
          "the manifest entry " + files.fullName(name) + " is invalid: " + e.getMessage(), e);
    }
  }

  void cache(StoredEntry entry) {
    if (cachedEntries.incrementAndGet() > MAX_CACHED) {
      cached.clear();
      cachedEntries.set(1);
    }
    cached
        .computeIfAbsent(entry.partition(), p -> new ConcurrentSkipListMap<>())
        .put(entry.from(), entry);
  }

  /** The directories of a partition, each listed at most once for one call of the manifest. */
  private final class Listing {
    private final String directory;
    private final Map<String, NavigableSet<Long>> listed = new HashMap<>();

    Listing(Partition partition) {
      this.directory = directoryOf(partition);
    }

    /** The start of the last entry at or before a position. */
    Option<Long> floor(long position) throws IOException {
      for (long billions : list("").headSet(position / BILLION, true).descendingSet()) {
        String billionDirectory = String.format("/%010d", billions);
        long lastMillion =
            billions == position / BILLION ? position / MILLION % 1000 : Long.MAX_VALUE;
        for (long millions : list(billionDirectory).headSet(lastMillion, true).descendingSet()) {
          Long start = list(billionDirectory + String.format("/%03d", millions)).floor(position);
          if (start != null) {
            return Option.some(start);
          }
        }
      }
      return Option.none();
    }

    /** The start of the first entry. */
    Option<Long> first() throws IOException {
      for (long billions : list("")) {
        String billionDirectory = String.format("/%010d", billions);
        for (long millions : list(billionDirectory)) {
          NavigableSet<Long> starts = list(billionDirectory + String.format("/%03d", millions));
          if (!starts.isEmpty()) {
            return Option.some(starts.first());
          }
        }
      }
      return Option.none();
    }

    /** The starts of all entries at or after a position, in order. */
    List<Long> from(long position) throws IOException {
      List<Long> starts = new ArrayList<>();
      for (long billions : list("").tailSet(position / BILLION, true)) {
        String billionDirectory = String.format("/%010d", billions);
        long firstMillion = billions == position / BILLION ? position / MILLION % 1000 : 0;
        for (long millions : list(billionDirectory).tailSet(firstMillion, true)) {
          starts.addAll(
              list(billionDirectory + String.format("/%03d", millions)).tailSet(position, true));
        }
      }
      return starts;
    }

    private NavigableSet<Long> list(String inside) throws IOException {
      NavigableSet<Long> numbers = listed.get(inside);
      if (numbers == null) {
        numbers = new TreeSet<>();
        for (String name : files.names(directory + inside)) {
          if (NUMBER.matcher(name).matches()) {
            numbers.add(Long.parseLong(name));
          }
        }
        listed.put(inside, numbers);
      }
      return numbers;
    }
  }
}
