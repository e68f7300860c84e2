package io.anabranch.apps.layers.audit;

import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.audit.StoredBalances.SpeedBalances;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.View;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;

/**
 * The first phase of a round: reads the balances that the stores of a lane hold, then the keys of
 * all rows, a bounded number at a time. If segments are gone because a cleaner deleted them, it
 * continues with the lane as it is now.
 */
final class StoreScan implements AutoCloseable {

  private final String workload;
  private final DefinitionNumber definition;
  private final OffsetVector origin;
  private final LayerPorts ports;
  private final AuditNotes notes;
  private final CycleProgress cycle;
  private final int maxSlices;
  private final StoredRows rows;
  private final List<StoredBalance> balances = new ArrayList<>();

  private Lane lane;
  private Option<SpeedSlice> lastSlice = Option.none();
  private boolean areBalancesRead;
  private boolean isSuperseded;

  StoreScan(
      String workload,
      Lane lane,
      OffsetVector origin,
      List<View<?>> views,
      LayerPorts ports,
      AuditNotes notes,
      CycleProgress cycle,
      int maxSlices) {
    this.workload = workload;
    this.lane = lane;
    this.definition = lane.definition().number();
    this.origin = origin;
    this.ports = ports;
    this.notes = notes;
    this.cycle = cycle;
    this.maxSlices = maxSlices;
    this.rows = new StoredRows(lane, views, ports.speed(), ports.batch());
  }

  /** Whether all balances and keys were read. */
  boolean isDone() {
    return areBalancesRead && rows.isDone();
  }

  /** Whether another definition serves, so that the scan cannot be completed. */
  boolean isSuperseded() {
    return isSuperseded;
  }

  /** The balances that were read. */
  List<StoredBalance> balances() {
    return List.copyOf(balances);
  }

  /** The last slice whose balance was read if there are more; none: there are no more. */
  Option<SpeedSlice> lastSlice() {
    return lastSlice;
  }

  /**
   * Reads on.
   *
   * @param maxRows the maximum number of keys
   * @return the cost: one for each balance and key, and one for each table
   */
  long step(long maxRows, StoredRows.KeyVisitor keys) throws StoreFailure {
    return areBalancesRead ? readKeys(maxRows, keys) : readBalances();
  }

  private long readBalances() throws StoreFailure {
    if (!cycle.areSlicesChecked()) {
      balances.clear();
      StoredBalances stored =
          new StoredBalances(lane, origin, ports.speed(), ports.batch(), ports.codec());
      try {
        SpeedBalances ofSpeed = stored.ofSpeed(cycle.lastSlice(), maxSlices);
        balances.addAll(ofSpeed.balances());
        lastSlice = ofSpeed.last();
        if (cycle.lastSlice().isEmpty()) {
          balances.addAll(stored.ofSegments());
        }
      } catch (StoreFailure.Corrupt corrupt) {
        if (isOutdated()) {
          return 1;
        }
        notes.found(
            new Finding.Unreadable(
                "a stored balance", lane.cut(), String.valueOf(corrupt.getMessage())));
      }
    }
    areBalancesRead = true;
    return 1L + balances.size();
  }

  private long readKeys(long maxRows, StoredRows.KeyVisitor keys) throws StoreFailure {
    try {
      return rows.step(maxRows, (view, key) -> visit(view, key, keys));
    } catch (StoreFailure.Corrupt corrupt) {
      if (!isOutdated()) {
        notes.found(
            new Finding.Unreadable(
                rows.subject(), lane.cut(), String.valueOf(corrupt.getMessage())));
        rows.skip();
      }
      return 1;
    } catch (StoreFailure failed) {
      if (rows.hasFailedTooOften()) {
        notes.notChecked(NotChecked.TABLE);
        rows.skip();
      }
      throw failed;
    }
  }

  private void visit(View<?> view, RowKey key, StoredRows.KeyVisitor keys) {
    int values = key.dimensions().size();
    if (values == view.dimensions().size()) {
      keys.key(view, key);
    } else {
      notes.found(
          new Finding.Unreadable(
              "a key in " + rows.subject(),
              lane.cut(),
              "it has " + values + " values; the view has " + view.dimensions().size()));
    }
  }

  /**
   * Whether the lane has moved past what could not be read: then the scan continues with the
   * current lane, unless another definition serves.
   */
  private boolean isOutdated() throws StoreFailure {
    Option<Lane> current =
        ports
            .ledger()
            .read(workload)
            .filter(coverage -> coverage.serving().equals(definition))
            .flatMap(coverage -> coverage.lane(definition));
    if (current.isEmpty()) {
      isSuperseded = true;
      return true;
    }
    boolean isOutdated = current.get().floor() > lane.epoch();
    if (isOutdated) {
      lane = current.get();
      rows.follow(lane);
    }
    return isOutdated;
  }

  @Override
  public void close() {
    rows.close();
  }
}
