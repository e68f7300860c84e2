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
 * Recounts the answers of a workload from the log, one event at a time, and reports differences.
 * The caller decides the pace: a {@link #step} does a bounded amount of work.
 *
 * <p>It works in rounds. A round scans the balances and keys in the stores, walks through the log
 * from the origin to the V of an answer with a sample of the rows of each view, reads these rows,
 * walks on to the V of each of these answers, and compares the balances and the bytes of each
 * state. A sample is a range of key hashes that fits into memory; the sample of the next round
 * starts where it ends. A cycle ends when all hashes and all slices were checked. A row that is
 * missing, altered, counted twice or unexplained during a whole cycle is found in that cycle. If
 * all rows fit into one sample, a cycle is one walk.
 *
 * <p>Its memory does not grow with history: the rows of a sample, a position for each partition and
 * the event ids of one horizon. A round costs one decoding of the log and one answer for each row
 * of the sample; a cycle takes one round for each sample.
 *
 * <p>Only one thread at a time may call {@link #step} or {@link #cycle}; any thread may read the
 * {@link #report}.
 */
public final class Auditor {

  /** The maximum number of rows in the sample of a view. */
  private static final int MAX_ROWS = 8_192;

  /** The maximum number of slices of the speed layer compared in a round. */
  private static final int MAX_SLICES = 16_384;

  private static final long CYCLE_STEP = 65_536;
  private static final int MAX_IDLE_STEPS = 32;
  private static final int MAX_ABANDONED_ROUNDS = 8;

  private final WorkloadFactory workloads;
  private final LayerPorts ports;
  private final StateReading answers;
  private final int maxRows;
  private final int maxSlices;
  private final AuditNotes notes = new AuditNotes();

  private Option<AuditRound<?>> round = Option.none();
  private Option<DefinitionNumber> audited = Option.none();
  private CycleProgress cycle = new CycleProgress();
  private volatile AuditReport report = AuditReport.NONE;

  /**
   * An auditor of the serving definition of a workload.
   *
   * @param ports the stores of the layers
   * @param reader of the answers
   */
  public Auditor(WorkloadFactory workloads, LayerPorts ports, Reader reader) {
    this(workloads, ports, reader, MAX_ROWS, MAX_SLICES);
  }

  Auditor(WorkloadFactory workloads, LayerPorts ports, Reader reader, int maxRows, int maxSlices) {
    this.workloads = workloads;
    this.ports = ports;
    this.answers = new StateReading(reader, ports.codec());
    this.maxRows = maxRows;
    this.maxSlices = maxSlices;
  }

  /** What was checked and found up to the last step. */
  public AuditReport report() {
    return report;
  }

  /**
   * Does a bounded amount of work. A failure of a store is in the report, and the next step
   * retries.
   *
   * @param budget in records decoded and rows scanned; an answer counts as 16
   * @return the work done; 0 if nothing can be done now
   */
  public long step(long budget) {
    if (budget < 1) {
      throw new IllegalArgumentException("the budget must be at least 1: " + budget);
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
   * Runs one whole cycle and discards a round in progress. It gives up, with a report of no cycle,
   * if repeated steps do no work or rounds are abandoned.
   *
   * @return the checks of this cycle, with all findings
   */
  public AuditReport cycle() {
    AuditReport before = report;
    round.forEach(AuditRound::abandon);
    round = Option.none();
    cycle = new CycleProgress();
    int idle = 0;
    while (report.cycles() == before.cycles()
        && idle < MAX_IDLE_STEPS
        && report.since(before).notChecked().startedOver() < MAX_ABANDONED_ROUNDS) {
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
      cycle = new CycleProgress();
    }
    return begin(workloads.create(coverage.servingLane().definition().spec()), coverage);
  }

  private <E> AuditRound<E> begin(Workload<E> workload, Coverage coverage) {
    return new AuditRound<>(workload, coverage, ports, answers, notes, cycle, maxRows, maxSlices);
  }

  private void ended(AuditRound.End end) {
    if (end == AuditRound.End.COMPARED) {
      round = Option.none();
      if (cycle.isOver()) {
        notes.endedCycle();
        cycle = new CycleProgress();
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
