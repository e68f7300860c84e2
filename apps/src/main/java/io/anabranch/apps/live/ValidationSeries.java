package io.anabranch.apps.live;

import io.anabranch.apps.audit.Finding;
import io.anabranch.apps.audit.LogWalk;
import io.anabranch.apps.audit.ViewTotal;
import io.anabranch.apps.serving.LabelsAt;
import io.anabranch.apps.serving.Reader;
import io.anabranch.apps.wiring.Ports;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Provenance;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.recount.EventWalk;
import io.anabranch.domain.recount.RowCount;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Clock;

/**
 * The points of the validation view: a total that batch, speed and merged answers tell, and a
 * recount beside them that adds one event after the other and walks through the log once, forward
 * only, from V to V. It keeps one state, whatever the history. One thread at a time.
 */
public final class ValidationSeries {

  private static final int ATTEMPTS_AT_ONE_REACH = 8;

  /** The same total, told three times at the same V. */
  private record Told(
      Definition definition, OffsetVector reach, double batch, double speed, double merged) {}

  private final WorkloadFactory workloads;
  private final Ports ports;
  private final Reader reader;
  private final ValidatedTotal validated;
  private final Clock clock;
  private Option<Recount<?>> recount = Option.none();
  private Option<Told> told = Option.none();

  /**
   * A series of the definition that serves, whichever it is.
   *
   * @param validated what is added up
   */
  public ValidationSeries(
      WorkloadFactory workloads,
      Ports ports,
      Reader reader,
      ValidatedTotal validated,
      Clock clock) {
    this.workloads = workloads;
    this.ports = ports;
    this.reader = reader;
    this.validated = validated;
    this.clock = clock;
  }

  /**
   * The next point, if there is one: none while the recount is on its way to V, or where the layers
   * moved on between every two answers, or one of them is incomplete. Ask again later.
   *
   * @param budget the most records that the recount walks through for it
   * @throws StoreFailure if an answer or the log could not be read; {@code Corrupt} if records are
   *     lost
   * @throws IllegalArgumentException if the workload does not show what is to be added up
   */
  public Option<Totals> tick(long budget) throws StoreFailure {
    Option<Coverage> coverage = ports.ledger().read(workloads.workload());
    if (coverage.isEmpty()) {
      return Option.none();
    }
    Definition serving = coverage.get().servingLane().definition();
    if (!recount.exists(r -> r.definition.equals(serving))) {
      recount = Option.some(begin(coverage.get()));
      told = Option.none();
    }
    Recount<?> counting = recount.get();
    if (told.isEmpty()) {
      told = ask(counting).filter(t -> t.reach().covers(counting.walk.reached()));
    }
    if (told.isEmpty() || !counting.reaches(told.get().reach(), budget)) {
      return Option.none();
    }
    Told point = told.get();
    told = Option.none();
    return Option.some(
        new Totals(
            clock.instant(),
            point.reach(),
            point.batch(),
            point.speed(),
            point.merged(),
            counting.sum()));
  }

  private Option<Told> ask(Recount<?> counting) throws StoreFailure {
    for (int attempt = 0; attempt < ATTEMPTS_AT_ONE_REACH; attempt++) {
      Answer speed = answer(counting, Layer.SPEED);
      Answer merged = answer(counting, Layer.MERGED);
      Answer batch = answer(counting, Layer.BATCH);
      Provenance of = merged.provenance();
      boolean isAtOneReach =
          of.definition().equals(counting.definition.number())
              && of.isExact()
              && isAt(of, speed.provenance())
              && speed.provenance().reach().equals(of.reach())
              && isAt(of, batch.provenance());
      if (isAtOneReach) {
        ViewTotal total = counting.total;
        return Option.some(
            new Told(
                counting.definition,
                of.reach(),
                total.of(batch),
                total.of(speed),
                total.of(merged)));
      }
    }
    return Option.none();
  }

  private static boolean isAt(Provenance merged, Provenance part) {
    return part.isExact()
        && part.definition().equals(merged.definition())
        && part.cut().equals(merged.cut());
  }

  private Answer answer(Recount<?> counting, Layer layer) throws StoreFailure {
    return reader.answer(counting.total.query(), layer, LabelsAt.NONE, OffsetVector.ZERO);
  }

  private Recount<?> begin(Coverage coverage) {
    return begin(workloads.create(coverage.servingLane().definition().spec()), coverage);
  }

  private <E> Recount<E> begin(Workload<E> workload, Coverage coverage) {
    return new Recount<>(workload, coverage, ports, validated);
  }

  /** One state, to which every event that the view takes is added. */
  private static final class Recount<E> {
    private final Definition definition;
    private final ViewTotal total;
    private final RowCount<?> count;
    private final LogWalk<E> walk;

    Recount(Workload<E> workload, Coverage coverage, Ports ports, ValidatedTotal validated) {
      this.definition = coverage.servingLane().definition();
      this.total = ViewTotal.of(workload, validated.presentation(), validated.column());
      this.count = new RowCount<>(total.view());
      this.walk =
          new LogWalk<>(
              ports.log(),
              ports.archive(),
              workload,
              definition.spec().duplicates(),
              coverage.origin(),
              partition -> new Adding<>(count, total));
    }

    /** Walks on; whether it stands at these offsets then. */
    boolean reaches(OffsetVector to, long budget) throws StoreFailure {
      Either<Finding.LostOffsets, Long> walked = walk.walk(to, budget);
      if (walked.isLeft()) {
        throw new StoreFailure.Corrupt(walked.getLeft().words());
      }
      return walk.hasReached(to);
    }

    double sum() {
      return count.events() == 0 ? 0.0 : total.of(count.state());
    }
  }

  private record Adding<E>(RowCount<?> count, ViewTotal total) implements EventWalk.Visitor<E> {
    @Override
    public void record(long offset) {
      // Records are not what is added up.
    }

    @Override
    public void counts(long offset, E event) {
      if (total.view().takes(event)) {
        count.add(event);
      }
    }

    @Override
    public void repeats(long offset) {
      // It was counted before.
    }

    @Override
    public void rejects(long offset) {
      // It counts nowhere.
    }
  }
}
