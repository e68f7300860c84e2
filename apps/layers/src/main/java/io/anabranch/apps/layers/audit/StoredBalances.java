package io.anabranch.apps.layers.audit;

import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.recount.Outcomes;
import io.anabranch.domain.view.KeyBuffer;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StateBytes;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Reads the balances that the stores of a lane hold: one for each segment, and one for each slice
 * of the speed layer that is not in a segment.
 */
final class StoredBalances {

  private final Lane lane;
  private final OffsetVector origin;
  private final SpeedViews speed;
  private final BatchViews batch;
  private final StateCodec codec;

  StoredBalances(
      Lane lane, OffsetVector origin, SpeedViews speed, BatchViews batch, StateCodec codec) {
    this.lane = lane;
    this.origin = origin;
    this.speed = speed;
    this.batch = batch;
    this.codec = codec;
  }

  /** The key of a partition's balance. */
  static RowKey keyOf(Partition partition) {
    KeyBuffer key = new KeyBuffer();
    Balance.VIEW.writeKey(partition, key);
    return key.toRowKey();
  }

  /** The balances of every segment of the chain; zero where a segment has none. */
  List<StoredBalance> ofSegments() throws StoreFailure {
    List<StoredBalance> balances = new ArrayList<>();
    for (Segment segment : lane.chain().segments()) {
      Map<RowKey, Map<Partition, OffsetRange>> ranges = new HashMap<>();
      for (Partition partition : segment.to().partitionsWith(segment.from())) {
        ranges
            .computeIfAbsent(keyOf(partition), key -> new TreeMap<>())
            .put(
                partition,
                new OffsetRange(segment.from().at(partition), segment.to().at(partition)));
      }
      Map<RowKey, Outcomes> outcomes = new HashMap<>();
      ranges.keySet().forEach(key -> outcomes.put(key, Outcomes.NONE));
      try (Cursor<SegmentRow> rows = batch.read(segment.name(), Balance.VIEW, Selection.ALL)) {
        for (Option<SegmentRow> row = rows.next(); row.isDefined(); row = rows.next()) {
          outcomes.merge(row.get().key(), outcomes(row.get().state()), Outcomes::plus);
        }
      }
      outcomes.forEach(
          (key, sum) ->
              balances.add(
                  new StoredBalance(
                      RowPlace.of(Balance.VIEW, key).description()
                          + " of segment "
                          + segment.name(),
                      ranges.getOrDefault(key, Map.of()),
                      sum)));
    }
    return balances;
  }

  /**
   * The balances of some slices of the speed layer.
   *
   * @param last the last of these slices; none if no slices follow
   */
  record SpeedBalances(List<StoredBalance> balances, Option<SpeedSlice> last) {
    SpeedBalances {
      balances = List.copyOf(balances);
    }
  }

  /** The balances of the first slices after one, or of the first of all. */
  SpeedBalances ofSpeed(Option<SpeedSlice> after, int maxSlices) throws StoreFailure {
    SliceBits bits = lane.definition().spec().sliceBits();
    OffsetVector cut = lane.cut();
    NavigableMap<SpeedSlice, SpeedRow> slices = new TreeMap<>();
    boolean hasMore = false;
    try (Cursor<SpeedRow> rows =
        speed.read(lane.definition().number(), Balance.VIEW, Selection.ALL)) {
      for (Option<SpeedRow> row = rows.next(); row.isDefined(); row = rows.next()) {
        SpeedSlice slice = new SpeedSlice(row.get().partition(), row.get().slice());
        boolean isFolded = bits.endOf(slice.slice()) <= cut.at(slice.partition());
        if (!isFolded && !after.exists(last -> slice.compareTo(last) <= 0)) {
          slices.put(slice, row.get());
          if (slices.size() > maxSlices) {
            slices.pollLastEntry();
            hasMore = true;
          }
        }
      }
    }
    List<StoredBalance> balances = new ArrayList<>();
    for (Map.Entry<SpeedSlice, SpeedRow> slice : slices.entrySet()) {
      Partition partition = slice.getKey().partition();
      long from = Math.max(origin.at(partition), bits.startOf(slice.getKey().slice()));
      long to = Math.max(from, slice.getValue().version());
      balances.add(
          new StoredBalance(
              "balance of slice " + slice.getKey().slice() + " of " + partition,
              Map.of(partition, new OffsetRange(from, to)),
              outcomes(slice.getValue().state())));
    }
    return new SpeedBalances(balances, hasMore ? Option.some(slices.lastKey()) : Option.none());
  }

  private Outcomes outcomes(StateBytes state) throws StoreFailure.Corrupt {
    return StateReading.outcomes(codec.decode(Balance.VIEW, state));
  }
}
