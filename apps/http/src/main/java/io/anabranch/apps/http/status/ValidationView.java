package io.anabranch.apps.http.status;

import io.anabranch.apps.layers.audit.Finding;
import io.anabranch.apps.layers.audit.LogWalk;
import io.anabranch.apps.layers.serving.Reader;
import io.anabranch.apps.layers.serving.ServingLayer;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Clock;

/** Reads one total at one V from each layer, and recounts it. */
public final class ValidationView {

  private static final int MOST_POINTS = 600;
  private static final int MOST_DISAGREEMENTS = 20;

  /** The records per call, so that no call waits for a recount of all history. */
  private static final long RECOUNT_BUDGET = 100_000;

  private record Pending(DefinitionSpec spec, OffsetVector origin, Reader.Apart answer) {}

  private final ServingLayer serving;
  private final ValidationMeasure validated;
  private final EventLog log;
  private final MasterDataset archive;
  private final Clock clock;
  private Option<DefinitionSpec> counted = Option.none();
  private Option<LogWalk<?>> recount = Option.none();
  private double sum;
  private Option<Pending> pending = Option.none();
  private volatile Vector<ValidationPoint> totals = Vector.empty();
  private volatile Vector<String> disagreements = Vector.empty();

  public ValidationView(
      ServingLayer serving,
      EventLog log,
      MasterDataset archive,
      ValidationMeasure validated,
      Clock clock) {
    this.serving = serving;
    this.log = log;
    this.archive = archive;
    this.validated = validated;
    this.clock = clock;
  }

  /** The recent points, oldest first. */
  public Vector<ValidationPoint> totals() {
    return totals;
  }

  /** Descriptions of the first points that did not agree, however long ago. */
  public Vector<String> disagreements() {
    return disagreements;
  }

  /**
   * Takes a point, unless an answer falls back behind the one before. A recount that is far behind
   * proceeds by a bounded number of records each time.
   *
   * @throws StoreFailure.Corrupt if any point since the start did not agree
   */
  public void take() throws StoreFailure {
    Pending now = pending.isDefined() ? pending.get() : read();
    pending = Option.some(now);
    switch (recounted(now)) {
      case REACHED -> {
        pending = Option.none();
        add(
            new ValidationPoint(
                clock.instant(),
                now.answer().reach(),
                sum(now.answer().batch()),
                sum(now.answer().speed()),
                sum(now.answer().merged()),
                sum));
      }
      case PASSED -> pending = Option.none();
      case BEHIND -> {
        // The next call continues.
      }
    }
    if (!disagreements.isEmpty()) {
      throw new StoreFailure.Corrupt(disagreements.head());
    }
  }

  private Pending read() throws StoreFailure {
    Coverage coverage = serving.coverage();
    return new Pending(
        coverage.servingLane().definition().spec(),
        coverage.origin(),
        serving.reader().apart(validated.fitted(serving.workload()), serving.labels()));
  }

  private void add(ValidationPoint point) {
    totals = totals.append(point).takeRight(MOST_POINTS);
    if ((point.merged() != point.recount() || point.batch() + point.speed() != point.merged())
        && disagreements.size() < MOST_DISAGREEMENTS) {
      disagreements =
          disagreements.append(
              validated.description()
                  + " at "
                  + point.reach()
                  + ": batch "
                  + point.batch()
                  + ", speed "
                  + point.speed()
                  + ", merged "
                  + point.merged()
                  + ", recount "
                  + point.recount());
    }
  }

  private double sum(Vector<Row> rows) {
    double total = 0;
    for (Row row : rows) {
      Value value = row.values().get(row.fields().indexOf(validated.field()));
      if (value instanceof Value.Whole whole) {
        total += whole.number().doubleValue();
      } else if (value instanceof Value.Real real) {
        total += real.number();
      }
    }
    return total;
  }

  private enum Recount {
    REACHED,
    BEHIND,
    PASSED
  }

  /** Continues the recount towards the V of an answer; its total is the sum. */
  private Recount recounted(Pending now) throws StoreFailure {
    if (!counted.contains(now.spec())) {
      counted = Option.some(now.spec());
      sum = 0;
      recount =
          Option.some(recount(serving.factory().create(now.spec()), now.spec(), now.origin()));
    }
    LogWalk<?> walk = recount.get();
    OffsetVector reach = now.answer().reach();
    if (!reach.covers(walk.reached())) {
      return Recount.PASSED; // the answer fell back behind the one before
    }
    Either<Finding.LostOffsets, Long> walked = walk.walk(reach, RECOUNT_BUDGET);
    if (walked.isLeft()) {
      throw new StoreFailure.Corrupt(walked.getLeft().describe());
    }
    return walk.hasReached(reach) ? Recount.REACHED : Recount.BEHIND;
  }

  private <E> LogWalk<E> recount(Workload<E> workload, DefinitionSpec spec, OffsetVector origin) {
    return new LogWalk<>(
        log,
        archive,
        workload,
        spec.duplicates(),
        origin,
        partition -> new Counter(event -> sum += validated.adds().applyAsDouble(event)));
  }
}
