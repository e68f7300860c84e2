package io.anabranch.apps.layers.audit;

import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.audit.RunningOutcomes.Before;
import io.anabranch.apps.layers.audit.StateReading.FoundBalances;
import io.anabranch.apps.layers.audit.StateReading.FoundRow;
import io.anabranch.apps.layers.audit.StoredBalances.OfSpeed;
import io.anabranch.apps.layers.audit.StoredBalances.Told;
import io.anabranch.domain.answer.Provenance;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.recount.EventWalk;
import io.anabranch.domain.recount.Outcomes;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StateBytes;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One walk through the log, from the origin to V, with a sample of the rows of each view: looks
 * which rows and balances the stores hold, counts the log up to an answer, asks for each row of the
 * sample, counts on to the V of each answer, and compares.
 *
 * @param <E> the workload's event
 */
final class AuditRound<E> {

  /** How a round ended. */
  enum End {
    /** Everything had its turn. */
    COMPARED,
    /** Another definition serves: what was counted is of no use. */
    SUPERSEDED,
    /** Records are lost: nothing behind them can be counted. */
    LOST
  }

  private enum Phase {
    LOOKING_AT_BALANCES,
    LOOKING_AT_ROWS,
    CHOOSING_HOW_FAR,
    COUNTING,
    ASKING,
    COUNTING_ON,
    COMPARING
  }

  /** An answer costs as much as so many records. */
  private static final long ANSWER = 16;

  private static final int ATTEMPTS = 4;

  private final Workload<E> workload;
  private final Definition definition;
  private final OffsetVector origin;
  private final LayerPorts ports;
  private final AuditNotes notes;
  private final Rotation rotation;
  private final int mostSlices;
  private final StateReading answers;
  private final Map<String, Sample<?>> samples = new LinkedHashMap<>();
  private final Map<Partition, RunningOutcomes> outcomes = new TreeMap<>();
  private final LogWalk<E> walk;
  private final StoredRows stored;
  private final List<Told> told = new ArrayList<>();

  private Lane lane;
  private Phase phase = Phase.LOOKING_AT_BALANCES;
  private Option<End> end = Option.none();
  private Option<SpeedSlice> lastSlice = Option.none();
  private OffsetVector firstTarget = OffsetVector.ZERO;
  private OffsetVector target = OffsetVector.ZERO;
  private OffsetVector answered = OffsetVector.ZERO;
  private Option<FoundBalances> foundBalances = Option.none();
  private int balanceAttempts;
  private final ArrayDeque<SampledRow<?>> toAsk = new ArrayDeque<>();
  private final ArrayDeque<SampledRow<?>> toCompare = new ArrayDeque<>();

  AuditRound(
      Workload<E> workload,
      Coverage coverage,
      LayerPorts ports,
      StateReading answers,
      AuditNotes notes,
      Rotation rotation,
      int mostRows,
      int mostSlices) {
    this.workload = workload;
    this.lane = coverage.servingLane();
    this.definition = lane.definition();
    this.origin = coverage.origin();
    this.ports = ports;
    this.answers = answers;
    this.notes = notes;
    this.rotation = rotation;
    this.mostSlices = mostSlices;
    List<View<?>> views = new ArrayList<>();
    for (View<? extends E> view : workload.views()) {
      for (HashRange rest : rotation.rest(view)) {
        views.add(view);
        samples.put(view.name(), new Sample<>(view, rest, mostRows));
      }
    }
    this.stored = new StoredRows(lane, views, ports.speed(), ports.batch());
    this.walk =
        new LogWalk<>(
            ports.log(),
            ports.archive(),
            workload,
            definition.spec().duplicates(),
            origin,
            this::visitor);
  }

  /** How it ended, once it has. */
  Option<End> end() {
    return end;
  }

  /** Lets go of what it reads. */
  void abandon() {
    stored.close();
  }

  /**
   * Goes on.
   *
   * @param budget records to decode, rows to look at; it may be passed by the cost of one answer
   * @return how much was done; 0 if it must wait
   */
  long step(long budget) throws StoreFailure {
    long done = 0;
    while (done < budget && end.isEmpty()) {
      long more =
          switch (phase) {
            case LOOKING_AT_BALANCES -> lookAtBalances();
            case LOOKING_AT_ROWS -> lookAtRows(budget - done);
            case CHOOSING_HOW_FAR -> chooseHowFar();
            case COUNTING, COUNTING_ON -> count(budget - done);
            case ASKING -> ask();
            case COMPARING -> compare();
          };
      if (more == 0) {
        break;
      }
      done += more;
    }
    return done;
  }

  // What the stores hold

  private long lookAtBalances() throws StoreFailure {
    long cost = 1;
    if (!rotation.areSlicesDone()) {
      told.clear();
      StoredBalances balances =
          new StoredBalances(lane, origin, ports.speed(), ports.batch(), ports.codec());
      try {
        OfSpeed ofSpeed = balances.ofSpeed(rotation.lastSlice(), mostSlices);
        told.addAll(ofSpeed.told());
        lastSlice = ofSpeed.last();
        if (rotation.lastSlice().isEmpty()) {
          told.addAll(balances.ofSegments());
        }
      } catch (StoreFailure.Corrupt corrupt) {
        if (isPassed()) {
          return 1;
        }
        notes.found(
            new Finding.Unreadable(
                "a stored balance", lane.cut(), String.valueOf(corrupt.getMessage())));
      }
      for (Told balance : told) {
        balance.ranges().forEach(this::await);
      }
      cost += told.size();
    }
    phase = Phase.LOOKING_AT_ROWS;
    return cost;
  }

  private void await(Partition partition, OffsetRange range) {
    outcomes(partition).await(range.from());
    outcomes(partition).await(range.to());
    target = target.max(OffsetVector.of(partition, range.to()));
  }

  private long lookAtRows(long mostRows) throws StoreFailure {
    if (stored.isDone()) {
      phase = Phase.CHOOSING_HOW_FAR;
      return 1;
    }
    try {
      return stored.step(mostRows, this::offer);
    } catch (StoreFailure.Corrupt corrupt) {
      if (!isPassed()) {
        notes.found(
            new Finding.Unreadable(
                stored.subject(), lane.cut(), String.valueOf(corrupt.getMessage())));
        stored.skip();
      }
      return 1;
    } catch (StoreFailure failed) {
      if (stored.isHopeless()) {
        notes.notChecked(NotChecked.TABLE);
        stored.skip();
      }
      throw failed;
    }
  }

  private void offer(View<?> view, RowKey key) {
    int values = key.dimensions().size();
    if (values == view.dimensions().size()) {
      Option.of(samples.get(view.name())).forEach(sample -> sample.offer(key));
    } else {
      notes.found(
          new Finding.Unreadable(
              "a key in " + stored.subject(),
              lane.cut(),
              "it has " + values + " values, the view " + view.dimensions().size()));
    }
  }

  /** Whether what cannot be read is no longer to be read; the round goes on with what is, then. */
  private boolean isPassed() throws StoreFailure {
    Option<Lane> now =
        ports
            .ledger()
            .read(workload.name())
            .filter(coverage -> coverage.serving().equals(definition.number()))
            .flatMap(coverage -> coverage.lane(definition.number()));
    if (now.isEmpty()) {
      end = Option.some(End.SUPERSEDED);
      return true;
    }
    boolean isPassed = now.get().floor() > lane.epoch();
    if (isPassed) {
      lane = now.get();
      stored.follow(lane);
    }
    return isPassed;
  }

  // What the log says

  private long chooseHowFar() throws StoreFailure {
    Provenance provenance = answers.balances().provenance();
    if (isOfAnother(provenance)) {
      return 1;
    }
    if (!provenance.isExact()) {
      throw new StoreFailure.Unavailable(
          "answers are incomplete: " + provenance.missing().mkString("; "));
    }
    firstTarget = provenance.reach();
    answered = firstTarget;
    phase = Phase.COUNTING;
    return ANSWER;
  }

  private long count(long mostRecords) throws StoreFailure {
    OffsetVector to = phase == Phase.COUNTING ? firstTarget : target;
    Either<Finding.LostOffsets, Long> walked = walk.walk(to, mostRecords);
    if (walked.isLeft()) {
      if (isFrozen()) {
        end = Option.some(End.SUPERSEDED);
        return 1;
      }
      if (isBeyondAnswers(walked.getLeft())) {
        leaveOut(walked.getLeft().partition());
        return 1;
      }
      notes.found(walked.getLeft());
      end = Option.some(End.LOST);
      return 1;
    }
    if (walk.hasReached(to)) {
      if (phase == Phase.COUNTING) {
        beginAsking();
      } else if (isFrozen()) {
        end = Option.some(End.SUPERSEDED);
      } else {
        beginComparing();
      }
      return walked.get() + 1;
    }
    return walked.get();
  }

  /** A row that was written before its progress was may be of a topic that nobody counts. */
  private boolean isBeyondAnswers(Finding.LostOffsets lost) {
    return lost.from() >= answered.at(lost.partition());
  }

  private void leaveOut(Partition partition) {
    long reached = walk.reached().at(partition);
    told.removeIf(
        balance ->
            Option.of(balance.ranges().get(partition)).exists(range -> range.to() > reached));
    target = target.with(partition, reached);
  }

  /** Whether what was walked over may have been lost since the definition was folded. */
  private boolean isFrozen() throws StoreFailure {
    return ports
        .ledger()
        .read(workload.name())
        .exists(coverage -> coverage.isFrozen(definition.number()));
  }

  private EventWalk.Visitor<E> visitor(Partition partition) {
    RunningOutcomes running = outcomes(partition);
    List<Sample<?>> all = List.copyOf(samples.values());
    return new EventWalk.Visitor<>() {
      @Override
      public void record(long offset) {
        running.record(offset);
      }

      @Override
      public void counts(long offset, E event) {
        running.counts();
        for (Sample<?> sample : all) {
          sample.count(event, partition, offset);
        }
      }

      @Override
      public void repeats(long offset) {
        running.repeats();
      }

      @Override
      public void rejects(long offset) {
        running.rejects();
      }
    };
  }

  private RunningOutcomes outcomes(Partition partition) {
    return outcomes.computeIfAbsent(
        partition, p -> new RunningOutcomes(definition.spec().sliceBits()));
  }

  // What answers say

  private void beginAsking() {
    for (Sample<?> sample : samples.values()) {
      sample.close();
      toAsk.addAll(sample.rows().values());
    }
    phase = Phase.ASKING;
  }

  private long ask() throws StoreFailure {
    if (foundBalances.isEmpty() && balanceAttempts < ATTEMPTS) {
      return askForBalances();
    }
    if (toAsk.isEmpty()) {
      target = target.max(walk.reached());
      phase = Phase.COUNTING_ON;
      return 1;
    }
    SampledRow<?> row = toAsk.removeFirst();
    FoundRow found;
    try {
      found = answers.row(row.view(), row.key());
    } catch (StoreFailure.Corrupt corrupt) {
      RowPlace place = RowPlace.of(row.view(), row.key());
      notes.found(
          new Finding.Unreadable(
              place.description(), walk.reached(), String.valueOf(corrupt.getMessage())));
      drop(row);
      return ANSWER;
    } catch (StoreFailure failed) {
      retry(row, NotChecked.UNAVAILABLE);
      throw failed;
    }
    if (isOfAnother(found.provenance())) {
      return ANSWER;
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
    return ANSWER;
  }

  private long askForBalances() throws StoreFailure {
    balanceAttempts++;
    FoundBalances found;
    try {
      found = answers.balances();
    } catch (StoreFailure.Corrupt corrupt) {
      notes.found(
          new Finding.Unreadable(
              "the balance", walk.reached(), String.valueOf(corrupt.getMessage())));
      balanceAttempts = ATTEMPTS;
      return ANSWER;
    } catch (StoreFailure failed) {
      if (balanceAttempts == ATTEMPTS) {
        notes.notChecked(NotChecked.UNAVAILABLE);
      }
      throw failed;
    }
    Provenance provenance = found.provenance();
    if (isOfAnother(provenance)) {
      return ANSWER;
    }
    if (!provenance.isExact()) {
      balanceAttempts = ATTEMPTS;
      notes.notChecked(NotChecked.INCOMPLETE);
    } else if (provenance.reach().covers(walk.reached())) {
      foundBalances = Option.some(found);
      target = target.max(provenance.reach());
      answered = answered.max(provenance.reach());
      provenance.reach().asMap().forEach((partition, offset) -> outcomes(partition).await(offset));
    } else if (balanceAttempts == ATTEMPTS) {
      notes.notChecked(NotChecked.BEHIND);
    } else {
      return 0;
    }
    return ANSWER;
  }

  private void retry(SampledRow<?> row, NotChecked ifNot) {
    if (row.failed() < ATTEMPTS) {
      toAsk.addLast(row);
    } else {
      notes.notChecked(ifNot);
      drop(row);
    }
  }

  private void drop(SampledRow<?> row) {
    Option.of(samples.get(row.view().name())).forEach(sample -> sample.rows().remove(row.key()));
  }

  private boolean isOfAnother(Provenance provenance) {
    boolean isOfAnother = !provenance.definition().equals(definition.number());
    if (isOfAnother) {
      end = Option.some(End.SUPERSEDED);
    }
    return isOfAnother;
  }

  // What differs

  private void beginComparing() {
    compareStoredBalances();
    foundBalances.forEach(this::compareBalances);
    phase = Phase.COMPARING;
  }

  private void compareStoredBalances() {
    for (Told balance : told) {
      Before expected = Before.ANY;
      for (Map.Entry<Partition, OffsetRange> range : balance.ranges().entrySet()) {
        RunningOutcomes running = outcomes(range.getKey());
        expected =
            expected.plus(
                running
                    .before(range.getValue().to())
                    .minus(running.before(range.getValue().from())));
      }
      compare(balance.subject(), expected.outcomes(), balance.outcomes(), target);
      notes.checkedSlices(expected.slices());
    }
  }

  private void compareBalances(FoundBalances found) {
    OffsetVector reach = found.provenance().reach();
    Map<RowKey, Outcomes> expected = new HashMap<>();
    found.balances().keySet().forEach(key -> expected.put(key, Outcomes.NONE));
    reach
        .asMap()
        .forEach(
            (partition, offset) ->
                expected.merge(
                    StoredBalances.keyOf(partition),
                    outcomes(partition).before(offset).outcomes(),
                    Outcomes::plus));
    expected.forEach(
        (key, outcome) -> {
          compare(
              RowPlace.of(Balance.VIEW, key).description(),
              outcome,
              Option.of(found.balances().get(key)).getOrElse(Outcomes.NONE),
              reach);
          notes.checkedRow();
        });
  }

  private void compare(String subject, Outcomes expected, Outcomes found, OffsetVector reach) {
    if (!found.closes()) {
      notes.found(new Finding.UnclosedBalance(subject, reach, found));
    } else if (!found.equals(expected)) {
      notes.found(new Finding.DifferentBalance(subject, reach, expected, found));
    }
  }

  private long compare() {
    if (toCompare.isEmpty()) {
      samples.values().forEach(sample -> rotation.swept(sample.view(), sample.range()));
      if (!rotation.areSlicesDone()) {
        rotation.sweptSlices(lastSlice);
      }
      notes.endedRound(target);
      end = Option.some(End.COMPARED);
      return 1;
    }
    compare(toCompare.removeFirst());
    notes.checkedRow();
    return 1;
  }

  private <T> void compare(SampledRow<T> row) {
    View<T> view = row.view();
    OffsetVector reach = row.reach().get();
    Option<StateBytes> expected =
        row.count().events() == 0
            ? Option.none()
            : Option.some(ports.codec().encode(view, row.count().state()));
    if (expected.equals(row.found())) {
      return;
    }
    RowPlace place = RowPlace.of(view, row.key());
    if (row.found().isEmpty()) {
      notes.found(new Finding.LostRow(place, reach, describe(view, expected.get())));
    } else if (expected.isEmpty()) {
      notes.found(new Finding.UnfoundedRow(place, reach, describe(view, row.found().get())));
    } else {
      notes.found(
          new Finding.DifferentRow(
              place, reach, describe(view, expected.get()), describe(view, row.found().get())));
    }
  }

  private String describe(View<?> view, StateBytes state) {
    try {
      return AuditMessages.of(workload, view, ports.codec().decode(view, state));
    } catch (StoreFailure.Corrupt unreadable) {
      return "a state that cannot be read";
    }
  }
}
