package io.anabranch.apps.http.status;

import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.EventLog;
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
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Clock;

/** Tells one total at one V by each layer, of one reading, and recounts it. */
public final class ValidationView {

  private static final int KEPT = 600;
  private static final int MOST_DISAGREEMENTS = 20;

  /** So many records each time, so that nobody waits for a recount of all history. */
  private static final long RECOUNTED_AT_ONCE = 100_000;

  private record Asked(DefinitionSpec spec, OffsetVector origin, Reader.Apart answer) {}

  private final ServingLayer serving;
  private final ValidationMeasure validated;
  private final EventLog log;
  private final MasterDataset archive;
  private final Clock clock;
  private Option<DefinitionSpec> counted = Option.none();
  private Option<LogWalk<?>> recount = Option.none();
  private double sum;
  private Option<Asked> asked = Option.none();
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

  /** Of late, oldest first. */
  public Vector<ValidationPoint> totals() {
    return totals;
  }

  /** Points that did not agree, in words: the first of them, however long ago. */
  public Vector<String> disagreements() {
    return disagreements;
  }

  /**
   * Takes a point, unless an answer falls back behind the one before. A recount that is far behind
   * goes on a part of its way each time.
   *
   * @throws StoreFailure.Corrupt if any point since the beginning did not agree
   */
  public void take() throws StoreFailure {
    Asked now = asked.isDefined() ? asked.get() : ask();
    asked = Option.some(now);
    switch (recounted(now)) {
      case REACHED -> {
        asked = Option.none();
        add(
            new ValidationPoint(
                clock.instant(),
                now.answer().reach(),
                sum(now.answer().batch()),
                sum(now.answer().speed()),
                sum(now.answer().merged()),
                sum));
      }
      case PASSED -> asked = Option.none();
      case BEHIND -> {
        // It goes on when it is asked again.
      }
    }
    if (!disagreements.isEmpty()) {
      throw new StoreFailure.Corrupt(disagreements.head());
    }
  }

  private Asked ask() throws StoreFailure {
    Coverage coverage = serving.coverage();
    return new Asked(
        coverage.servingLane().definition().spec(),
        coverage.origin(),
        serving.reader().apart(validated.fitted(serving.workload()), serving.labels()));
  }

  private void add(ValidationPoint point) {
    totals = totals.append(point).takeRight(KEPT);
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
                  + ", and a recount says "
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

  /** Where the recount stands against an answer; what it came to is the sum. */
  private Recount recounted(Asked now) throws StoreFailure {
    if (!counted.contains(now.spec())) {
      counted = Option.some(now.spec());
      sum = 0;
      recount =
          Option.some(recount(serving.factory().create(now.spec()), now.spec(), now.origin()));
    }
    LogWalk<?> walk = recount.get();
    OffsetVector reach = now.answer().reach();
    if (!reach.covers(walk.reached())) {
      return Recount.PASSED; // an answer that falls back stands before one that did not
    }
    Either<Finding.LostOffsets, Long> walked = walk.walk(reach, RECOUNTED_AT_ONCE);
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
