package io.anabranch.apps.layers.batch;

import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.Progress;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Deletes data that no readable epoch needs. It raises the floor before it deletes, so that readers
 * of an older epoch start over. The epoch before the last stays readable. Repeated, partial or
 * missing cleanings cost only space.
 */
public final class Cleaner {

  private static final int KEYS_AT_ONCE = 1_000;

  private final String workload;
  private final WorkloadFactory workloads;
  private final CoverageLedger ledger;
  private final SpeedViews speed;
  private final Progress progress;
  private final BatchViews batch;

  public Cleaner(
      String workload,
      WorkloadFactory workloads,
      CoverageLedger ledger,
      SpeedViews speed,
      Progress progress,
      BatchViews batch) {
    this.workload = workload;
    this.workloads = workloads;
    this.ledger = ledger;
    this.speed = speed;
    this.progress = progress;
    this.batch = batch;
  }

  /** The result of a cleaning. */
  public record Cleaned(long segments, long keys) {}

  /** Cleans a lane up to its second-to-last publication. */
  public Cleaned clean(DefinitionNumber definition) throws StoreFailure {
    Option<Lane> raised =
        change(
            definition,
            lane -> lane.floor() < lane.epoch() - 1,
            coverage -> coverage.raisingFloor(definition));
    if (raised.isEmpty() || raised.get().epoch() == 0) {
      return new Cleaned(0, 0);
    }
    Lane lane = raised.get();
    long keys;
    try {
      keys = deleteSpeedRows(lane);
    } catch (StoreFailure.Corrupt corrupt) {
      // A missing segment is not corruption if another cleaning has overtaken this one.
      if (isReadable(lane.definition().number(), lane.epoch() - 1)) {
        throw corrupt;
      }
      return new Cleaned(0, 0);
    }
    OffsetVector cleaned = lane.previous().cut();
    change(
        definition,
        l -> !l.cleaned().covers(cleaned),
        coverage -> coverage.cleaned(definition, cleaned));
    long segments = 0;
    for (SegmentName name : batch.segments(definition)) {
      if (!lane.mayName(name)) {
        batch.delete(name);
        segments++;
      }
    }
    return new Cleaned(segments, keys);
  }

  /**
   * Deletes orphans that cleaning does not find: all data of retired definitions, whose numbers are
   * never reused, and speed rows that were written late, below the cleaned offsets. Readers ignore
   * both. A sweep reads all speed rows: run it rarely.
   */
  public void sweep() throws StoreFailure {
    Option<Coverage> coverage = ledger.read(workload);
    if (coverage.isEmpty()) {
      return;
    }
    for (long number = 1; number <= coverage.get().lastDefinition(); number++) {
      DefinitionNumber definition = new DefinitionNumber(number);
      Option<Lane> lane = coverage.get().lane(definition);
      if (lane.isEmpty()) {
        sweepRetired(definition);
      } else {
        sweepOrphans(lane.get());
      }
    }
  }

  private void sweepRetired(DefinitionNumber definition) throws StoreFailure {
    for (SegmentName name : batch.segments(definition)) {
      batch.delete(name);
    }
    speed.drop(definition);
    progress.drop(definition);
  }

  private void sweepOrphans(Lane lane) throws StoreFailure {
    SliceBits slices = lane.definition().spec().sliceBits();
    OffsetVector cleaned = lane.cleaned();
    for (View<?> view : workloads.create(lane.definition().spec()).storedViews()) {
      Map<Partition, List<RowKey>> orphans = new TreeMap<>();
      try (Cursor<SpeedRow> rows = speed.read(lane.definition().number(), view, Selection.ALL)) {
        for (Option<SpeedRow> row = rows.next(); row.isDefined(); row = rows.next()) {
          Partition partition = row.get().partition();
          if (slices.endOf(row.get().slice()) <= cleaned.at(partition)) {
            List<RowKey> keys = orphans.computeIfAbsent(partition, p -> new ArrayList<>());
            keys.add(row.get().key());
            if (keys.size() == KEYS_AT_ONCE) {
              delete(lane, view, keys, partition, cleaned.at(partition));
              keys.clear();
            }
          }
        }
      }
      for (Map.Entry<Partition, List<RowKey>> rest : orphans.entrySet()) {
        if (!rest.getValue().isEmpty()) {
          delete(lane, view, rest.getValue(), rest.getKey(), cleaned.at(rest.getKey()));
        }
      }
    }
  }

  /** Deletes the rows of some keys in all slices below an offset, where a slice starts. */
  private void delete(Lane lane, View<?> view, List<RowKey> keys, Partition partition, long to)
      throws StoreFailure {
    Definition definition = lane.definition();
    long slice = definition.spec().sliceBits().sliceOf(to);
    speed.delete(definition.number(), view, keys, partition, slice, to);
  }

  private boolean isReadable(DefinitionNumber definition, long epoch) throws StoreFailure {
    return ledger
        .read(workload)
        .flatMap(coverage -> coverage.lane(definition))
        .exists(lane -> lane.floor() <= epoch);
  }

  /** Attempts a change until it is made or no longer due; returns the lane as it is then. */
  private Option<Lane> change(
      DefinitionNumber definition,
      java.util.function.Predicate<Lane> isDue,
      Function<Coverage, Coverage> change)
      throws StoreFailure {
    while (true) {
      Option<Coverage> coverage = ledger.read(workload);
      Option<Lane> lane = coverage.flatMap(c -> c.lane(definition));
      if (!lane.exists(isDue)) {
        return lane;
      }
      CompareAndSet.attempt(ledger, change.apply(coverage.get()));
    }
  }

  /**
   * Deletes the speed rows of the slices below the oldest readable cut, for the keys of the
   * segments that folded them: the store need not search for rows.
   */
  private long deleteSpeedRows(Lane lane) throws StoreFailure {
    OffsetVector cut = lane.previous().cut();
    List<Partition> moved =
        cut.partitionsWith(lane.cleaned()).stream()
            .filter(p -> cut.at(p) > lane.cleaned().at(p))
            .toList();
    if (moved.isEmpty()) {
      return 0;
    }
    long deleted = 0;
    for (Segment segment : lane.previous().segments()) {
      if (lane.cleaned().covers(segment.to())) {
        continue;
      }
      for (View<?> view : workloads.create(lane.definition().spec()).storedViews()) {
        try (Cursor<SegmentRow> rows = batch.read(segment.name(), view, Selection.ALL)) {
          List<RowKey> keys = new ArrayList<>();
          Option<SegmentRow> row;
          do {
            row = rows.next();
            row.forEach(r -> keys.add(r.key()));
            if (keys.size() >= KEYS_AT_ONCE || (row.isEmpty() && !keys.isEmpty())) {
              for (Partition partition : moved) {
                delete(lane, view, keys, partition, cut.at(partition));
              }
              deleted += keys.size();
              keys.clear();
            }
          } while (row.isDefined());
        }
      }
    }
    return deleted;
  }
}
