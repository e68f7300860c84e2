package io.anabranch.apps.layers.adopt;

import io.anabranch.apps.layers.NotStarted;
import io.anabranch.apps.layers.adopt.LossReport.Lost;
import io.anabranch.apps.layers.adopt.LossReport.Obstacle;
import io.anabranch.apps.layers.log.ArchiveBackedLog;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.Progress;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds records that a workload's log has lost, and lets the layers continue without them once an
 * operator accepts the loss.
 *
 * <p>A recreated topic is closed at the end of its archive. If retention deleted records before
 * they were archived, an entry without records is appended to the manifest, so that all readers
 * skip the same offsets. The loss is recorded in the coverage first, which freezes every
 * definition; once the manifest entry exists, the next definition continues without the lost
 * records. Thus no definition is folded by two rules, and none reports records as lost that it has
 * counted. If a call crashes half-way, the next call completes it.
 */
public final class LossDetection {

  private final String workload;
  private final List<String> events;
  private final List<String> topics;
  private final CoverageLedger ledger;
  private final Progress progress;
  private final EventLog log;
  private final MasterDataset archive;

  /**
   * Creates a detection over some topics.
   *
   * @param events the topics of the workload's events
   * @param reference the topics of the reference log, which are not counted
   */
  public LossDetection(
      String workload,
      List<String> events,
      List<String> reference,
      CoverageLedger ledger,
      Progress progress,
      EventLog log,
      MasterDataset archive) {
    this.workload = workload;
    this.events = List.copyOf(events);
    this.topics = new ArrayList<>(events);
    this.topics.addAll(reference);
    this.ledger = ledger;
    this.progress = progress;
    this.log = log;
    this.archive = archive;
  }

  /** Finds losses without changing anything. */
  public LossReport find() throws StoreFailure {
    return find(coverage());
  }

  /**
   * Accepts losses, and repeats until none is found: while layers run, the losses may change
   * between detection and acceptance.
   *
   * @param by the name of the operator
   * @return all losses that were ever accepted
   * @throws StoreFailure.Corrupt if a loss cannot be accepted
   */
  public Vector<Loss> accept(Instant now, String by) throws StoreFailure {
    while (true) {
      Coverage coverage = coverage();
      Vector<Loss> recorded = recorded(coverage);
      LossReport found = find(coverage);
      if (!found.obstacles().isEmpty()) {
        throw new StoreFailure.Corrupt(
            found.obstacles().head().reason(),
            found.obstacles().map(Obstacle::description).mkString("; "));
      }
      if (!found.lost().isEmpty()) {
        Vector<Loss> added =
            found
                .lost()
                .map(
                    lost ->
                        new Loss(
                            lost.partition(), lost.range(), lost.cause(), Option.none(), now, by));
        change(coverage.recordingLoss(recorded.appendAll(added), found.begins()));
      } else if (coverage.isAccepting() || !recorded.equals(coverage.losses())) {
        change(
            coverage.recordingLoss(
                recorded.map(
                    loss -> loss.since().isEmpty() ? loss.since(coverage.nextDefinition()) : loss),
                OffsetVector.ZERO));
      } else {
        return recorded;
      }
    }
  }

  /** Attempts the change; the caller reads the coverage again in any case. */
  private void change(Coverage next) throws StoreFailure {
    try {
      ledger.compareAndSet(next);
    } catch (StoreFailure.OutcomeUnknown unknown) {
      // The next read shows whether the change was made.
    }
  }

  /** Returns the recorded losses, except those that turn out not to be lost. */
  private Vector<Loss> recorded(Coverage coverage) throws StoreFailure {
    List<Loss> recorded = new ArrayList<>();
    for (Loss loss : coverage.losses()) {
      if (loss.since().isDefined() || loss.closedAt().isDefined() || isSkipped(loss)) {
        recorded.add(loss);
      }
    }
    return Vector.ofAll(recorded);
  }

  /**
   * Returns whether the archive has an entry without records for the loss, and appends that entry
   * if the archive has none: a paused archiver may still have had the records. If the outcome is
   * unknown, the loss stays recorded and the next call asks again.
   */
  private boolean isSkipped(Loss loss) throws StoreFailure {
    RecordBatch nothing =
        RecordBatch.empty(loss.partition(), loss.range().from(), loss.range().to());
    ManifestEntry entry = archive.append(nothing).fold(existing -> existing, appended -> appended);
    return entry.range().equals(loss.range()) && entry.records() == 0;
  }

  private Coverage coverage() throws StoreFailure {
    return ledger.read(workload).getOrElseThrow(() -> new NotStarted(workload));
  }

  /**
   * A loss after the cut stops the layers. It requires a new definition, which a loss before the
   * cut would stop; then losses are searched from the origin.
   */
  private LossReport find(Coverage coverage) throws StoreFailure {
    Search search = new Search(coverage, coverage.servingLane().cut());
    LossReport found = search.find();
    return found.isNothing() && !coverage.isFrozen(coverage.serving())
        ? found
        : new Search(coverage, coverage.origin()).find();
  }

  /** One search of all topics, based on one coverage. */
  private final class Search {

    private final Coverage coverage;
    private final OffsetVector from;

    /** The highest offsets that any definition has counted. */
    private final OffsetVector counted;

    private final List<Lost> lost = new ArrayList<>();
    private final List<Obstacle> obstacles = new ArrayList<>();
    private final Map<Partition, Long> begins = new TreeMap<>();

    Search(Coverage coverage, OffsetVector from) throws StoreFailure {
      this.coverage = coverage;
      this.from = from;
      OffsetVector reach = coverage.origin();
      for (Lane lane : coverage.lanes().values()) {
        reach = reach.max(lane.cut()).max(progress.read(lane.definition().number()));
      }
      this.counted = reach;
    }

    LossReport find() throws StoreFailure {
      for (String topic : topics) {
        SortedSet<Partition> current = log.partitions(topic);
        SortedSet<Partition> gone = known(topic);
        gone.removeIf(partition -> coverage.closedAt(partition).isDefined());
        if (current.isEmpty()) {
          if (!gone.isEmpty()) {
            obstacles.add(
                new Obstacle(
                    StoreFailure.Reason.TOPIC_ABSENT, "topic " + topic + " no longer exists"));
          }
          continue;
        }
        gone.removeIf(partition -> partition.topic().equals(current.first().topic()));
        for (Partition partition : gone) {
          close(partition);
        }
        boolean isNew = !gone.isEmpty() && !isCounted(current.first());
        for (Partition partition : current) {
          if (isNew) {
            begin(partition);
          }
          look(partition, isNew);
        }
      }
      return new LossReport(
          Vector.ofAll(lost),
          Vector.ofAll(obstacles),
          coverage.isAccepting(),
          OffsetVector.of(begins));
    }

    /** Returns the partitions that were archived or counted, under any id of the topic. */
    private SortedSet<Partition> known(String topic) throws StoreFailure {
      TreeSet<Partition> known = new TreeSet<>(archive.partitions(topic));
      for (Partition partition : counted.partitions()) {
        if (partition.topic().name().equals(topic)) {
          known.add(partition);
        }
      }
      return known;
    }

    private boolean isCounted(Partition partition) {
      return counted.partitions().stream().anyMatch(one -> one.topic().equals(partition.topic()));
    }

    private void begin(Partition partition) throws StoreFailure {
      if (events.contains(partition.topic().name())) {
        begins.put(partition, new ArchiveBackedLog(log, archive).beginning(partition));
      }
    }

    private void close(Partition partition) throws StoreFailure {
      long start = from.at(partition);
      if (!isCounted(partition)) {
        start = archive.beginning(partition).getOrElse(0L);
        begins.put(partition, start);
      }
      long end = archivedTo(partition, start, Long.MAX_VALUE);
      long seen = Math.max(end, counted.at(partition));
      lost.add(new Lost(partition, new OffsetRange(end, seen), Loss.Cause.RECREATED));
    }

    private void look(Partition partition, boolean isNew) throws StoreFailure {
      OffsetRange held = log.bounds(partition);
      long start = isNew ? begins.getOrDefault(partition, 0L) : from.at(partition);
      long end = archivedTo(partition, start, held.from());
      if (held.from() > end) {
        lost.add(new Lost(partition, new OffsetRange(end, held.from()), Loss.Cause.EXPIRED));
      }
      long seen = Math.max(end, counted.at(partition));
      long last = log.bounds(partition).to(); // read after the offsets that it is compared with
      if (last < seen) {
        obstacles.add(
            new Obstacle(
                StoreFailure.Reason.TOPIC_TRUNCATED,
                partition
                    + " ends at "
                    + last
                    + " but was read or archived to "
                    + seen
                    + " before: records were lost from its end, and new records would reuse their"
                    + " offsets; this loss cannot be accepted"));
      }
    }

    /**
     * Returns the end of a partition's archive. Gaps that the log can no longer fill are lost.
     *
     * @param held the beginning of the log; records that the log holds are not lost
     */
    private long archivedTo(Partition partition, long start, long held) throws StoreFailure {
      Vector<ManifestEntry> entries = archive.manifest(partition, start);
      // In kappa mode, a cut may be ahead of the archive.
      long end =
          entries
              .headOption()
              .map(first -> Math.min(start, first.range().to()))
              .getOrElse(() -> begins.getOrDefault(partition, coverage.origin().at(partition)));
      for (ManifestEntry entry : entries) {
        OffsetRange range = entry.range();
        if (range.from() > end && held < range.from()) {
          obstacles.add(
              new Obstacle(
                  StoreFailure.Reason.ARCHIVE_INCOMPLETE,
                  "the archive of "
                      + partition
                      + " lacks "
                      + new OffsetRange(end, range.from())
                      + "; the log still holds some of these records"));
        } else if (range.from() > end) {
          lost.add(new Lost(partition, new OffsetRange(end, range.from()), Loss.Cause.EXPIRED));
        }
        end = Math.max(end, range.to());
      }
      return end;
    }
  }
}
