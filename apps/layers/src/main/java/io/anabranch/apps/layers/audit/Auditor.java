package io.anabranch.apps.layers.audit;

import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.NotStarted;
import io.anabranch.apps.layers.serving.Reader;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;

/**
 * Recounts what a workload answers, one event at a time, and tells what differs. Whoever calls it
 * decides the pace: a {@link #step} does as much as it is told and keeps the rest for the next.
 *
 * <p>It works in rounds. A round looks at the balances and keys that are stored, walks through the
 * log from the origin to the V of an answer, with a sample of each view's rows, asks for these
 * rows, walks on to the V of each answer, and compares: balances, and each row's state bit for bit.
 * The sample is a range of the hashes of keys, as wide as memory allows, and the next round's
 * starts where it ends; a cycle is over when every hash and every slice had its turn. So each row
 * that is lost, altered, counted twice or made up during a whole cycle is found within it, and
 * where the rows fit into one sample a cycle is one walk.
 *
 * <p>It keeps the rows of a sample, a position for each partition and the ids of a horizon: nothing
 * that grows with history. A round costs as much as decoding the log once, and asking for the rows
 * of the sample; a cycle as many rounds as samples.
 *
 * <p>One thread at a time steps; any thread reads the {@link #report}.
 */
public final class Auditor {

  /** Rows of a view that are counted at once. */
  private static final int ROWS_AT_ONCE = 8_192;

  /** Slices of the speed layer whose balances are compared at once. */
  private static final int SLICES_AT_ONCE = 16_384;

  private static final long CYCLE_STEP = 65_536;
  private static final int IDLE_STEPS_UNTIL_GIVING_UP = 32;
  private static final int ROUNDS_UNTIL_GIVING_UP = 8;

  private final WorkloadFactory workloads;
  private final LayerPorts ports;
  private final StateReading answers;
  private final int rowsAtOnce;
  private final int slicesAtOnce;
  private final AuditNotes notes = new AuditNotes();

  private Option<AuditRound<?>> round = Option.none();
  private Option<DefinitionNumber> audited = Option.none();
  private Rotation rotation = new Rotation();
  private volatile AuditReport report = AuditReport.NONE;

  /**
   * An auditor of one workload, whichever definition serves.
   *
   * @param ports what the layers run on
   * @param reader what answers are read with
   */
  public Auditor(WorkloadFactory workloads, LayerPorts ports, Reader reader) {
    this(workloads, ports, reader, ROWS_AT_ONCE, SLICES_AT_ONCE);
  }

  Auditor(
      WorkloadFactory workloads,
      LayerPorts ports,
      Reader reader,
      int rowsAtOnce,
      int slicesAtOnce) {
    this.workloads = workloads;
    this.ports = ports;
    this.answers = new StateReading(reader, ports.codec());
    this.rowsAtOnce = rowsAtOnce;
    this.slicesAtOnce = slicesAtOnce;
  }

  /** What was checked and found until the last step. */
  public AuditReport report() {
    return report;
  }

  /**
   * Does a bounded amount of work. What fails is told in the report and tried again by the next
   * step; it throws nothing.
   *
   * @param budget records to decode or rows to look at; an answer counts as 16
   * @return how much was done; 0 if nothing can be done now
   */
  public long step(long budget) {
    if (budget < 1) {
      throw new IllegalArgumentException("a step of " + budget + " records");
    }
    long done = 0;
    Option<String> failure = Option.none();
    try {
      if (round.isEmpty()) {
        round = begin();
      }
      if (round.isEmpty()) {
        failure =
            Option.some(
                "the audit waits: what serves "
                    + workloads.workload()
                    + " was folded from records that were lost since, so it cannot be recounted");
      } else {
        done = round.get().step(budget);
        round.get().end().forEach(this::ended);
      }
    } catch (StoreFailure.Corrupt corrupt) {
      String why = String.valueOf(corrupt.getMessage());
      notes.found(
          new Finding.Unreadable("an answer of " + workloads.workload(), report.reach(), why));
      failure = Option.some(why);
      startOver();
    } catch (StoreFailure | NotStarted waiting) {
      failure = Option.some("the audit waits: " + waiting.getMessage());
    }
    report = notes.report(failure);
    return done;
  }

  /**
   * Runs one cycle from its beginning to its end, whatever was under way. It waits for nobody:
   * where nothing goes on it gives up, and the report has no cycle.
   *
   * @return what was checked by it; the findings are all that there are
   */
  public AuditReport cycle() {
    AuditReport before = report;
    round.forEach(AuditRound::abandon);
    round = Option.none();
    rotation = new Rotation();
    int idle = 0;
    while (report.cycles() == before.cycles()
        && idle < IDLE_STEPS_UNTIL_GIVING_UP
        && report.since(before).notChecked().startedOver() < ROUNDS_UNTIL_GIVING_UP) {
      idle = step(CYCLE_STEP) == 0 ? idle + 1 : 0;
    }
    return report.since(before);
  }

  private Option<AuditRound<?>> begin() throws StoreFailure {
    Coverage coverage =
        ports
            .ledger()
            .read(workloads.workload())
            .getOrElseThrow(() -> new NotStarted(workloads.workload()));
    return coverage.isFrozen(coverage.serving()) ? Option.none() : Option.some(begin(coverage));
  }

  private AuditRound<?> begin(Coverage coverage) {
    DefinitionNumber serving = coverage.serving();
    if (!audited.contains(serving)) {
      audited = Option.some(serving);
      rotation = new Rotation();
    }
    return begin(workloads.create(coverage.servingLane().definition().spec()), coverage);
  }

  private <E> AuditRound<E> begin(Workload<E> workload, Coverage coverage) {
    return new AuditRound<>(
        workload, coverage, ports, answers, notes, rotation, rowsAtOnce, slicesAtOnce);
  }

  private void ended(AuditRound.End end) {
    if (end == AuditRound.End.COMPARED) {
      round = Option.none();
      if (rotation.isOver()) {
        notes.endedCycle();
        rotation = new Rotation();
      }
    } else {
      startOver();
    }
  }

  private void startOver() {
    notes.notChecked(NotChecked.STARTED_OVER);
    round.forEach(AuditRound::abandon);
    round = Option.none();
  }
}
