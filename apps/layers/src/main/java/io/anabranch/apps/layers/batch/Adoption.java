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
 * Opens a workload's coverage, gives a new definition a lane beside the one that serves, and
 * switches once, when the new lane answers as far as the old.
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

  /** Opens the coverage with a first definition, unless it is open already. */
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
   * Gives a definition a lane and a number that nobody else got. After an unknown outcome, a lane
   * with this very spec and the number that was tried for is taken for the one that was meant.
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
   * Lets a lane serve if it answers at least as far as the one that serves did when it was asked:
   * while records come, a lane is never ahead of another that is asked later. What is lost need not
   * be reached, and a lane from before that does not come to serve.
   *
   * @return whether it serves
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

  /** Ends a lane that does not serve. */
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
