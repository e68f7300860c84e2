package io.anabranch.apps.layers.batch;

import io.anabranch.apps.layers.NotStarted;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * The batch layer of one workload: publishes archived records, adopts the desired definition and
 * deletes data that is no longer needed. Any number of batch layers may run: of two that do the
 * same, one wins.
 */
public final class BatchLayer {

  /** A sweep reads all stored data, so it does not run at each hand-over. */
  private static final int HAND_OVERS_PER_SWEEP = 20;

  private final String workload;
  private final CoverageLedger ledger;
  private final Supplier<DefinitionSpec> desired;
  private final LongPredicate isFoldedAgain;
  private final Clock clock;
  private final Adoption adoption;
  private final Publisher publisher;
  private final Cleaner cleaner;
  private long handOvers;
  private final AtomicLong publications = new AtomicLong();
  private final AtomicLong servingPublications = new AtomicLong();
  private final AtomicLong republications = new AtomicLong();
  private final AtomicLong switches = new AtomicLong();
  private volatile Option<Instant> lastPublication = Option.none();

  /**
   * Creates a batch layer that has not published anything.
   *
   * @param desired supplies the definition that should serve; called at each hand-over
   * @param isFoldedAgain whether the entire history is folded again after this number of
   *     publications
   */
  public BatchLayer(
      String workload,
      CoverageLedger ledger,
      Adoption adoption,
      Publisher publisher,
      Cleaner cleaner,
      Supplier<DefinitionSpec> desired,
      LongPredicate isFoldedAgain,
      Clock clock) {
    this.workload = workload;
    this.ledger = ledger;
    this.adoption = adoption;
    this.publisher = publisher;
    this.cleaner = cleaner;
    this.desired = desired;
    this.isFoldedAgain = isFoldedAgain;
    this.clock = clock;
  }

  /**
   * Performs one hand-over: every lane publishes new records, and data that is no longer needed is
   * deleted. If the desired definition is not serving, or the serving one is frozen by an accepted
   * loss, a new definition is adopted and folded beside the old one. Once its answers reach as far,
   * it serves, and the old one is retired.
   *
   * @return the number of publications
   */
  public long handOver() throws StoreFailure {
    long before = publications.get();
    Coverage coverage = coverage();
    for (Lane lane : coverage.lanes().values()) {
      publish(lane.definition().number(), lane.definition().number().equals(coverage.serving()));
      cleaner.clean(lane.definition().number());
    }
    boolean hasRetired = changeDefinition();
    handOvers++;
    if (hasRetired || handOvers % HAND_OVERS_PER_SWEEP == 0) {
      cleaner.sweep();
    }
    return publications.get() - before;
  }

  private void publish(DefinitionNumber definition, boolean isServing) throws StoreFailure {
    boolean isAgain = isServing && isFoldedAgain.test(servingPublications.get());
    Publication done = isAgain ? publisher.republish(definition) : publisher.publish(definition);
    if (done instanceof Publication.Published) {
      publications.incrementAndGet();
      lastPublication = Option.some(clock.instant());
      if (isServing) {
        servingPublications.incrementAndGet();
      }
      if (isAgain) {
        republications.incrementAndGet();
      }
    }
  }

  /** Adopts, switches or retires a definition if needed; returns whether one was retired. */
  private boolean changeDefinition() throws StoreFailure {
    Coverage coverage = coverage();
    if (coverage.isAccepting()) {
      return false;
    }
    Lane newest = coverage.lanes().last()._2();
    DefinitionNumber number = newest.definition().number();
    if (!newest.definition().spec().equals(desired.get()) || coverage.isFrozen(number)) {
      if (number.equals(coverage.serving())) {
        adoption.adopt(desired.get());
        return false;
      }
      adoption.retire(number); // superseded before it served
      return true;
    }
    if (!number.equals(coverage.serving()) && adoption.switchTo(number)) {
      switches.incrementAndGet();
      for (DefinitionNumber old : coverage.lanes().keySet()) {
        if (!old.equals(number)) {
          adoption.retire(old);
        }
      }
      return true;
    }
    return false;
  }

  private Coverage coverage() throws StoreFailure {
    return ledger.read(workload).getOrElseThrow(() -> new NotStarted(workload));
  }

  public long publications() {
    return publications.get();
  }

  /** Returns the number of publications that folded the entire history again. */
  public long republications() {
    return republications.get();
  }

  /** Returns the number of switches to another definition. */
  public long switches() {
    return switches.get();
  }

  public Option<Instant> lastPublication() {
    return lastPublication;
  }
}
