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
 * Finds what is lost of a workload's log, and lets its layers go on without once somebody accepts
 * that.
 *
 * <p>A topic that was recreated is closed at the end of what the archive holds of it. Where
 * retention was faster than the archive, an entry without records is put into the manifest, so that
 * all who read pass over the same positions. What is lost is named in the coverage first, from when
 * on every definition stands still; once the entry stands, the next definition goes on without. So
 * none is folded by two rules, and none names as lost what it has counted. Whoever dies on the way
 * leaves what the next call brings to its end.
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
   * Looks into some topics.
   *
   * @param events the topics of the workload's events
   * @param reference those that tell labels; nothing is counted of them
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

  /** Looks, and changes nothing. */
  public LossReport find() throws StoreFailure {
    return find(coverage());
  }

  /**
   * Accepts what is lost, again and again until nothing is: what is found while layers run may have
   * changed by the time that it is accepted.
   *
   * @param by who accepts it
   * @return all that was ever accepted
   * @throws StoreFailure.Corrupt if something cannot be accepted
   */
  public Vector<Loss> accept(Instant now, String by) throws StoreFailure {
    while (true) {
      Coverage coverage = coverage();
      Vector<Loss> standing = standing(coverage);
      LossReport found = find(coverage);
      if (!found.obstacles().isEmpty()) {
        throw new StoreFailure.Corrupt(
            found.obstacles().head().reason(),
            found.obstacles().map(Obstacle::description).mkString("; "));
      }
      if (!found.lost().isEmpty()) {
        Vector<Loss> named =
            found
                .lost()
                .map(
                    lost ->
                        new Loss(
                            lost.partition(), lost.range(), lost.cause(), Option.none(), now, by));
        change(coverage.recordingLoss(standing.appendAll(named), found.begins()));
      } else if (coverage.isAccepting() || !standing.equals(coverage.losses())) {
        change(
            coverage.recordingLoss(
                standing.map(
                    loss -> loss.since().isEmpty() ? loss.since(coverage.nextDefinition()) : loss),
                OffsetVector.ZERO));
      } else {
        return standing;
      }
    }
  }

  /** Tries to; what stands then is looked at again. */
  private void change(Coverage next) throws StoreFailure {
    try {
      ledger.compareAndSet(next);
    } catch (StoreFailure.OutcomeUnknown unknown) {
      // The next look tells.
    }
  }

  /** Of what was named, all but what turns out not to be lost. */
  private Vector<Loss> standing(Coverage coverage) throws StoreFailure {
    List<Loss> standing = new ArrayList<>();
    for (Loss loss : coverage.losses()) {
      if (loss.since().isDefined() || loss.closedAt().isDefined() || isPassedOver(loss)) {
        standing.add(loss);
      }
    }
    return Vector.ofAll(standing);
  }

  /**
   * Whether the archive has nothing in place of what is lost, from now on at the latest: an
   * archiver that stood still meanwhile may have had it. If it is not known, it stays named, and
   * the next call asks again.
   */
  private boolean isPassedOver(Loss loss) throws StoreFailure {
    RecordBatch nothing =
        RecordBatch.empty(loss.partition(), loss.range().from(), loss.range().to());
    ManifestEntry standing = archive.append(nothing).fold(entry -> entry, entry -> entry);
    return standing.range().equals(loss.range()) && standing.records() == 0;
  }

  private Coverage coverage() throws StoreFailure {
    return ledger.read(workload).getOrElseThrow(() -> new NotStarted(workload));
  }

  /**
   * What is lost behind the cut stops the layers, and what is lost before it would stop the next
   * definition, which is then needed.
   */
  private LossReport find(Coverage coverage) throws StoreFailure {
    Search search = new Search(coverage, coverage.servingLane().cut());
    LossReport found = search.find();
    return found.isNothing() && !coverage.isFrozen(coverage.serving())
        ? found
        : new Search(coverage, coverage.origin()).find();
  }

  /** One look at all topics, by one coverage. */
  private final class Search {

    private final Coverage coverage;
    private final OffsetVector from;

    /** How far any definition has counted. */
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
                    StoreFailure.Reason.TOPIC_ABSENT,
                    "topic " + topic + " does not exist any more"));
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

    /** The partitions that something is known of, whichever id the topic had. */
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
      long last = log.bounds(partition).to(); // asked after what was read of it
      if (last < seen) {
        obstacles.add(
            new Obstacle(
                StoreFailure.Reason.TOPIC_TRUNCATED,
                partition
                    + " ends at "
                    + last
                    + ", and was read or archived to "
                    + seen
                    + " before: records were lost from its end, and new records would get their"
                    + " offsets, which cannot be accepted"));
      }
    }

    /**
     * Where the archive of a partition ends. Gaps that the log does not fill any more are lost.
     *
     * @param held where the log begins; what it holds itself is no loss
     */
    private long archivedTo(Partition partition, long start, long held) throws StoreFailure {
      Vector<ManifestEntry> entries = archive.manifest(partition, start);
      // Without a batch layer a cut may be ahead of the archive.
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
                      + ", part of which the log still holds"));
        } else if (range.from() > end) {
          lost.add(new Lost(partition, new OffsetRange(end, range.from()), Loss.Cause.EXPIRED));
        }
        end = Math.max(end, range.to());
      }
      return end;
    }
  }
}
