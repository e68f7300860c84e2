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
 * The batch layer of one workload: publishes what is archived, adopts the definition that is wanted
 * and deletes what nobody needs any more. Any number of them may run: of two that do the same, one
 * wins.
 */
public final class BatchLayer {

  /** What nobody names is looked for among all that is stored, so not at each hand-over. */
  private static final int SWEPT_EVERY = 20;

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
   * A batch layer that has published nothing.
   *
   * @param desired the definition that should serve, asked at each hand-over
   * @param isFoldedAgain whether all of history is folded again after that many publications
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
   * One hand-over: every lane publishes what is new, and what nobody needs any more is deleted. A
   * definition that is wanted and does not serve is adopted on the way, and so is the same one anew
   * if it stands still because something was accepted as lost; it is folded beside, and once it
   * answers as far as the old one it serves, and the old one is retired.
   *
   * @return how many publications there were
   */
  public long handOver() throws StoreFailure {
    long before = publications.get();
    Coverage coverage = coverage();
    for (Lane lane : coverage.lanes().values()) {
      publish(lane.definition().number(), lane.definition().number().equals(coverage.serving()));
      cleaner.clean(lane.definition().number());
    }
    boolean hasRetired = change();
    handOvers++;
    if (hasRetired || handOvers % SWEPT_EVERY == 0) {
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

  /** Whether a definition was retired. */
  private boolean change() throws StoreFailure {
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
      adoption.retire(number); // it was overtaken before it served
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

  /** How many of the publications folded everything again. */
  public long republications() {
    return republications.get();
  }

  /** How often another definition came to serve. */
  public long switches() {
    return switches.get();
  }

  public Option<Instant> lastPublication() {
    return lastPublication;
  }
}
