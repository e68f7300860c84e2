package io.anabranch.apps.layers.batch;

import io.anabranch.apps.layers.NotStarted;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.Progress;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.function.Function;

/**
 * Opens a workload's coverage, adds a lane for a new definition beside the serving one, and
 * switches to it when the new lane's answers reach as far as the old one's.
 */
public final class Adoption {

  private final String workload;
  private final CoverageLedger ledger;
  private final Progress progress;

  public Adoption(String workload, CoverageLedger ledger, Progress progress) {
    this.workload = workload;
    this.ledger = ledger;
    this.progress = progress;
  }

  /** Opens the coverage with a first definition, unless it is already open. */
  public Coverage open(DefinitionSpec spec, OffsetVector origin) throws StoreFailure {
    while (true) {
      Option<Coverage> coverage = ledger.read(workload);
      if (coverage.isDefined()) {
        return coverage.get();
      }
      CompareAndSet.attempt(ledger, Coverage.opening(spec, origin));
    }
  }

  /**
   * Adds a lane for a definition under a new, unique number. After an unknown outcome, a lane with
   * the attempted number and the same spec counts as added.
   */
  public Definition adopt(DefinitionSpec spec) throws StoreFailure {
    while (true) {
      Coverage next = current().adopting(spec);
      DefinitionNumber number = new DefinitionNumber(next.lastDefinition());
      CompareAndSet outcome = CompareAndSet.attempt(ledger, next);
      if (outcome == CompareAndSet.WON
          || (outcome == CompareAndSet.UNKNOWN
              && current().lane(number).exists(lane -> lane.definition().spec().equals(spec)))) {
        return new Definition(number, spec);
      }
    }
  }

  /**
   * Switches to a lane if its answers reach at least as far as the serving lane's did when that was
   * read: while records arrive, a lane is never ahead of another one that is read later. Lost
   * records need not be reached, and a frozen lane is not switched to.
   *
   * @return whether the lane serves
   */
  public boolean switchTo(DefinitionNumber number) throws StoreFailure {
    while (true) {
      Coverage coverage = current();
      if (coverage.serving().equals(number)) {
        return true;
      }
      OffsetVector served = coverage.countable(reach(coverage.servingLane()));
      Option<Lane> lane = coverage.lane(number).filter(l -> !coverage.isFrozen(number));
      if (lane.isEmpty() || !reach(lane.get()).covers(served)) {
        return false;
      }
      CompareAndSet.attempt(ledger, coverage.switchingTo(number));
    }
  }

  /** Removes a lane that is not serving. */
  public void retire(DefinitionNumber number) throws StoreFailure {
    change(
        coverage -> coverage.lane(number).isDefined() && !coverage.serving().equals(number),
        coverage -> coverage.retiring(number));
  }

  private OffsetVector reach(Lane lane) throws StoreFailure {
    return lane.cut().max(progress.read(lane.definition().number()));
  }

  private void change(
      java.util.function.Predicate<Coverage> isDue, Function<Coverage, Coverage> change)
      throws StoreFailure {
    for (Coverage coverage = current(); isDue.test(coverage); coverage = current()) {
      CompareAndSet.attempt(ledger, change.apply(coverage));
    }
  }

  private Coverage current() throws StoreFailure {
    return ledger.read(workload).getOrElseThrow(() -> new NotStarted(workload));
  }
}
