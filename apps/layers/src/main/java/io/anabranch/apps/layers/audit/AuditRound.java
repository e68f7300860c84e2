package io.anabranch.apps.layers.audit;

import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.audit.StateReading.AnsweredBalances;
import io.anabranch.apps.layers.audit.StateReading.AnsweredRow;
import io.anabranch.domain.answer.Provenance;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.recount.EventWalk;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One walk through the log, from the origin to V, with a sample of the rows of each view. A round
 * scans the rows and balances in the stores, counts the log up to the V of an answer, reads each
 * row of the sample, counts on to the V of each of these answers, and compares.
 *
 * @param <E> the workload's event
 */
final class AuditRound<E> {

  /** How a round ended. */
  enum End {
    /** Everything was compared. */
    COMPARED,
    /** Another definition serves, so the counts cannot be compared. */
    SUPERSEDED,
    /** Records are lost, so the log cannot be counted beyond them. */
    LOST
  }

  private enum Phase {
    SCANNING,
    CHOOSING_TARGET,
    COUNTING,
    READING,
    COUNTING_ON,
    COMPARING
  }

  /** The cost of an answer, in records. */
  private static final long ANSWER_COST = 16;

  private static final int MAX_ATTEMPTS = 4;

  private final Workload<E> workload;
  private final Definition definition;
  private final CoverageLedger ledger;
  private final AuditNotes notes;
  private final CycleProgress cycle;
  private final StateReading answers;
  private final Map<String, Sample<?>> samples = new LinkedHashMap<>();
  private final StoreScan scan;
  private final LogWalk<E> walk;
  private final BalanceComparison balances;
  private final RowComparison rows;

  private Phase phase = Phase.SCANNING;
  private Option<End> end = Option.none();

  /** The V of the first answer, up to which the log is counted before rows are read. */
  private OffsetVector firstTarget = OffsetVector.ZERO;

  /** The offsets up to which the log must be counted to compare everything. */
  private OffsetVector target = OffsetVector.ZERO;

  /** The maximum V of all answers. */
  private OffsetVector answered = OffsetVector.ZERO;

  private int balanceAttempts;
  private final ArrayDeque<SampledRow<?>> toRead = new ArrayDeque<>();
  private final ArrayDeque<SampledRow<?>> toCompare = new ArrayDeque<>();

  AuditRound(
      Workload<E> workload,
      Coverage coverage,
      LayerPorts ports,
      StateReading answers,
      AuditNotes notes,
      CycleProgress cycle,
      int maxRows,
      int maxSlices) {
    Lane lane = coverage.servingLane();
    this.workload = workload;
    this.definition = lane.definition();
    this.ledger = ports.ledger();
    this.answers = answers;
    this.notes = notes;
    this.cycle = cycle;
    List<View<?>> views = new ArrayList<>();
    for (View<? extends E> view : workload.views()) {
      for (HashRange range : cycle.remaining(view)) {
        views.add(view);
        samples.put(view.name(), new Sample<>(view, range, maxRows));
      }
    }
    this.scan =
        new StoreScan(
            workload.name(), lane, coverage.origin(), views, ports, notes, cycle, maxSlices);
    this.balances = new BalanceComparison(definition.spec().sliceBits(), notes);
    this.rows = new RowComparison(workload, ports.codec(), notes);
    this.walk =
        new LogWalk<>(
            ports.log(),
            ports.archive(),
            workload,
            definition.spec().duplicates(),
            coverage.origin(),
            this::visitor);
  }

  /** How the round ended; none if it has not. */
  Option<End> end() {
    return end;
  }

  /** Closes the cursors that are open. */
  void abandon() {
    scan.close();
  }

  /**
   * Does a bounded amount of work.
   *
   * @param budget in records decoded and rows scanned; one answer may exceed it
   * @return the work done; 0 if the round must wait
   */
  long step(long budget) throws StoreFailure {
    long done = 0;
    while (done < budget && end.isEmpty()) {
      long more =
          switch (phase) {
            case SCANNING -> scan(budget - done);
            case CHOOSING_TARGET -> chooseTarget();
            case COUNTING, COUNTING_ON -> count(budget - done);
            case READING -> read();
            case COMPARING -> compare();
          };
      if (more == 0) {
        break;
      }
      done += more;
    }
    return done;
  }

  private long scan(long maxRows) throws StoreFailure {
    if (scan.isDone()) {
      target = target.max(balances.add(scan.balances()));
      phase = Phase.CHOOSING_TARGET;
      return 1;
    }
    long cost =
        scan.step(
            maxRows, (view, key) -> Option.of(samples.get(view.name())).forEach(s -> s.offer(key)));
    if (scan.isSuperseded()) {
      end = Option.some(End.SUPERSEDED);
    }
    return cost;
  }

  private long chooseTarget() throws StoreFailure {
    Provenance provenance = answers.balances().provenance();
    if (isSuperseded(provenance)) {
      return 1;
    }
    if (!provenance.isExact()) {
      throw new StoreFailure.Unavailable(
          "answers are incomplete: " + provenance.missing().mkString("; "));
    }
    firstTarget = provenance.reach();
    answered = firstTarget;
    phase = Phase.COUNTING;
    return ANSWER_COST;
  }

  private long count(long maxRecords) throws StoreFailure {
    OffsetVector to = phase == Phase.COUNTING ? firstTarget : target;
    Either<Finding.LostOffsets, Long> walked = walk.walk(to, maxRecords);
    if (walked.isLeft()) {
      if (isFrozen()) {
        end = Option.some(End.SUPERSEDED);
        return 1;
      }
      if (isBeyondAnswers(walked.getLeft())) {
        dropBeyondAnswers(walked.getLeft().partition());
        return 1;
      }
      notes.found(walked.getLeft());
      end = Option.some(End.LOST);
      return 1;
    }
    if (walk.hasReached(to)) {
      if (phase == Phase.COUNTING) {
        beginReading();
      } else if (isFrozen()) {
        end = Option.some(End.SUPERSEDED);
      } else {
        beginComparing();
      }
      return walked.get() + 1;
    }
    return walked.get();
  }

  /** Rows above the progress may belong to a topic that no answer counts any more. */
  private boolean isBeyondAnswers(Finding.LostOffsets lost) {
    return lost.from() >= answered.at(lost.partition());
  }

  private void dropBeyondAnswers(Partition partition) {
    long reached = walk.reached().at(partition);
    balances.dropBeyond(partition, reached);
    target = target.with(partition, reached);
  }

  /** Whether a loss was accepted since the definition was folded, so that the counts may differ. */
  private boolean isFrozen() throws StoreFailure {
    return ledger.read(workload.name()).exists(coverage -> coverage.isFrozen(definition.number()));
  }

  private EventWalk.Visitor<E> visitor(Partition partition) {
    RunningOutcomes running = balances.outcomes(partition);
    List<Sample<?>> all = List.copyOf(samples.values());
    return new EventWalk.Visitor<>() {
      @Override
      public void record(long offset) {
        running.record(offset);
      }

      @Override
      public void counts(long offset, E event) {
        running.folded();
        for (Sample<?> sample : all) {
          sample.count(event, partition, offset);
        }
      }

      @Override
      public void repeats(long offset) {
        running.duplicate();
      }

      @Override
      public void rejects(long offset) {
        running.rejected();
      }
    };
  }

  private void beginReading() {
    for (Sample<?> sample : samples.values()) {
      sample.close();
      toRead.addAll(sample.rows().values());
    }
    phase = Phase.READING;
  }

  private long read() throws StoreFailure {
    if (!balances.hasAnswer() && balanceAttempts < MAX_ATTEMPTS) {
      return readBalances();
    }
    if (toRead.isEmpty()) {
      target = target.max(walk.reached());
      phase = Phase.COUNTING_ON;
      return 1;
    }
    SampledRow<?> row = toRead.removeFirst();
    AnsweredRow found;
    try {
      found = answers.row(row.view(), row.key());
    } catch (StoreFailure.Corrupt corrupt) {
      RowPlace place = RowPlace.of(row.view(), row.key());
      notes.found(
          new Finding.Unreadable(
              place.description(), walk.reached(), String.valueOf(corrupt.getMessage())));
      drop(row);
      return ANSWER_COST;
    } catch (StoreFailure failed) {
      retry(row, NotChecked.UNAVAILABLE);
      throw failed;
    }
    if (isSuperseded(found.provenance())) {
      return ANSWER_COST;
    }
    if (!found.provenance().isExact()) {
      notes.notChecked(NotChecked.INCOMPLETE);
      drop(row);
    } else if (!found.provenance().reach().covers(walk.reached())) {
      retry(row, NotChecked.BEHIND);
      return 0;
    } else {
      OffsetVector reach = found.provenance().reach();
      row.answered(reach, found.state());
      target = target.max(reach);
      answered = answered.max(reach);
      toCompare.add(row);
    }
    return ANSWER_COST;
  }

  private long readBalances() throws StoreFailure {
    balanceAttempts++;
    AnsweredBalances found;
    try {
      found = answers.balances();
    } catch (StoreFailure.Corrupt corrupt) {
      notes.found(
          new Finding.Unreadable(
              "the balance", walk.reached(), String.valueOf(corrupt.getMessage())));
      balanceAttempts = MAX_ATTEMPTS;
      return ANSWER_COST;
    } catch (StoreFailure failed) {
      if (balanceAttempts == MAX_ATTEMPTS) {
        notes.notChecked(NotChecked.UNAVAILABLE);
      }
      throw failed;
    }
    Provenance provenance = found.provenance();
    if (isSuperseded(provenance)) {
      return ANSWER_COST;
    }
    if (!provenance.isExact()) {
      balanceAttempts = MAX_ATTEMPTS;
      notes.notChecked(NotChecked.INCOMPLETE);
    } else if (provenance.reach().covers(walk.reached())) {
      target = target.max(provenance.reach());
      answered = answered.max(provenance.reach());
      balances.add(found);
    } else if (balanceAttempts == MAX_ATTEMPTS) {
      notes.notChecked(NotChecked.BEHIND);
    } else {
      return 0;
    }
    return ANSWER_COST;
  }

  private void retry(SampledRow<?> row, NotChecked reason) {
    if (row.failed() < MAX_ATTEMPTS) {
      toRead.addLast(row);
    } else {
      notes.notChecked(reason);
      drop(row);
    }
  }

  private void drop(SampledRow<?> row) {
    Option.of(samples.get(row.view().name())).forEach(sample -> sample.rows().remove(row.key()));
  }

  private boolean isSuperseded(Provenance provenance) {
    boolean isSuperseded = !provenance.definition().equals(definition.number());
    if (isSuperseded) {
      end = Option.some(End.SUPERSEDED);
    }
    return isSuperseded;
  }

  private void beginComparing() {
    balances.compare(target);
    phase = Phase.COMPARING;
  }

  private long compare() {
    if (toCompare.isEmpty()) {
      samples.values().forEach(sample -> cycle.checked(sample.view(), sample.range()));
      if (!cycle.areSlicesChecked()) {
        cycle.checkedSlices(scan.lastSlice());
      }
      notes.endedRound(target);
      end = Option.some(End.COMPARED);
      return 1;
    }
    rows.compare(toCompare.removeFirst());
    return 1;
  }
}
