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
 * The entries of all partitions, a small file for each under {@code <topic>/_manifest/<topic
 * id>-<partition>/<billions>/<millions>/<from>}: so many that lie before a position need not be
 * listed to find it. Entries never change and are never taken away, so those once read are kept;
 * which there are is asked each time, as others put them too.
 */
final class Manifest {

  private static final long BILLION = 1_000_000_000;
  private static final long MILLION = 1_000_000;
  private static final int MOST_KEPT = 100_000;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{3,19}");
  private static final Pattern PARTITION =
      Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([0-9]{1,10})");

  private final HdfsFiles files;
  private final ConcurrentMap<Partition, ConcurrentNavigableMap<Long, StoredEntry>> kept =
      new ConcurrentHashMap<>();
  private final AtomicInteger keptEntries = new AtomicInteger();

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

  /** The partitions of topics of a name that have an entry. */
  SortedSet<Partition> partitions(String topic) throws StoreFailure {
    try {
      SortedSet<Partition> partitions = new TreeSet<>();
      for (String name : files.names(directoryOf(topic))) {
        var matcher = PARTITION.matcher(name);
        if (matcher.matches()) {
          Topic ofId = new Topic(topic, UUID.fromString(matcher.group(1)));
          Partition partition = new Partition(ofId, Integer.parseInt(matcher.group(2)));
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

  /** The entries from the last on that starts at or before a position; all if none does. */
  List<StoredEntry> from(Partition partition, long position) throws StoreFailure {
    List<StoredEntry> entries = new ArrayList<>();
    try {
      Listing listing = new Listing(partition);
      for (long start : listing.from(listing.floor(position).getOrElse(0L))) {
        Option<StoredEntry> entry = at(partition, start);
        if (entry.isEmpty()) {
          throw new StoreFailure.Corrupt(
              "the entry " + files.told(nameOf(partition, start)) + " was taken away");
        }
        entries.add(entry.get());
      }
      return entries;
    } catch (IOException e) {
      throw files.unavailable("listing the manifest of " + partition, e);
    }
  }

  /**
   * The entry that holds a position, wherever one that overlaps it starts; an entry behind a chain
   * of others that fit is not looked for, as their check finds it.
   */
  Option<StoredEntry> holding(Partition partition, long position) throws StoreFailure {
    var known = kept.get(partition);
    if (known != null) {
      var before = known.floorEntry(position);
      if (before != null && before.getValue().holds(position)) {
        return Option.some(before.getValue());
      }
    }
    Option<StoredEntry> exactly = at(partition, position);
    if (exactly.isDefined()) {
      return exactly;
    }
    try {
      Listing listing = new Listing(partition);
      long behind = -1; // where the entry starts that was looked at before: none yet
      Option<Long> start = listing.floor(position);
      while (start.isDefined()) {
        Option<StoredEntry> entry = at(partition, start.get());
        if (entry.exists(e -> e.holds(position))) {
          return entry;
        }
        if (start.get() == 0 || !entry.exists(overlapping(behind))) {
          return Option.none();
        }
        behind = start.get();
        start = listing.floor(behind - 1);
      }
      return Option.none();
    } catch (IOException e) {
      throw files.unavailable("listing the manifest of " + partition, e);
    }
  }

  private static Predicate<StoredEntry> overlapping(long behind) {
    return entry -> behind < 0 || entry.next() > behind;
  }

  /** The entry that starts at a position. */
  Option<StoredEntry> at(Partition partition, long from) throws StoreFailure {
    var known = kept.get(partition);
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
      throw files.unavailable("reading " + files.told(name), e);
    }
    try {
      StoredEntry entry = StoredEntry.of(partition, from, bytes);
      keep(entry);
      return Option.some(entry);
    } catch (IOException e) {
      throw new StoreFailure.Corrupt(
          "the entry " + files.told(name) + " cannot be read: " + e.getMessage(), e);
    }
  }

  void keep(StoredEntry entry) {
    if (keptEntries.incrementAndGet() > MOST_KEPT) {
      kept.clear();
      keptEntries.set(1);
    }
    kept.computeIfAbsent(entry.partition(), p -> new ConcurrentSkipListMap<>())
        .put(entry.from(), entry);
  }

  /** The directories of one partition as they are listed while one question is answered. */
  private final class Listing {
    private final String directory;
    private final Map<String, NavigableSet<Long>> listed = new HashMap<>();

    Listing(Partition partition) {
      this.directory = directoryOf(partition);
    }

    /** Where the last entry starts that starts at or before a position. */
    Option<Long> floor(long position) throws IOException {
      for (long billions : list("").headSet(position / BILLION, true).descendingSet()) {
        String ofBillion = String.format("/%010d", billions);
        long lastMillion =
            billions == position / BILLION ? position / MILLION % 1000 : Long.MAX_VALUE;
        for (long millions : list(ofBillion).headSet(lastMillion, true).descendingSet()) {
          Long start = list(ofBillion + String.format("/%03d", millions)).floor(position);
          if (start != null) {
            return Option.some(start);
          }
        }
      }
      return Option.none();
    }

    /** Where the first entry starts. */
    Option<Long> first() throws IOException {
      for (long billions : list("")) {
        String ofBillion = String.format("/%010d", billions);
        for (long millions : list(ofBillion)) {
          NavigableSet<Long> starts = list(ofBillion + String.format("/%03d", millions));
          if (!starts.isEmpty()) {
            return Option.some(starts.first());
          }
        }
      }
      return Option.none();
    }

    /** Where the entries start that start at a position or after it, in order. */
    List<Long> from(long position) throws IOException {
      List<Long> starts = new ArrayList<>();
      for (long billions : list("").tailSet(position / BILLION, true)) {
        String ofBillion = String.format("/%010d", billions);
        long firstMillion = billions == position / BILLION ? position / MILLION % 1000 : 0;
        for (long millions : list(ofBillion).tailSet(firstMillion, true)) {
          starts.addAll(list(ofBillion + String.format("/%03d", millions)).tailSet(position, true));
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
