package io.anabranch.apps.live;

import io.anabranch.apps.audit.Finding;
import io.anabranch.apps.audit.LogWalk;
import io.anabranch.apps.serving.Reader;
import io.anabranch.apps.serving.ServingLayer;
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
final class ValidationView {

  private static final int KEPT = 600;

  private final ServingLayer serving;
  private final Validated validated;
  private final Clock clock;
  private Option<DefinitionSpec> counted = Option.none();
  private Option<LogWalk<?>> recount = Option.none();
  private double sum;
  private volatile Vector<Totals> totals = Vector.empty();

  ValidationView(ServingLayer serving, Validated validated, Clock clock) {
    this.serving = serving;
    this.validated = validated;
    this.clock = clock;
  }

  /** Of late, oldest first. */
  Vector<Totals> totals() {
    return totals;
  }

  /** Takes a point, unless an answer falls back behind the one before. */
  void take() throws StoreFailure {
    Reader.Apart answer =
        serving.reader().apart(validated.fitted(serving.workload()), serving.labels());
    if (recounted(answer.reach())) {
      Totals point =
          new Totals(
              clock.instant(),
              answer.reach(),
              sum(answer.batch()),
              sum(answer.speed()),
              sum(answer.merged()),
              sum);
      totals = totals.append(point).takeRight(KEPT);
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

  /** Whether the recount stands at a vector; what it came to is the sum. */
  private boolean recounted(OffsetVector reach) throws StoreFailure {
    DefinitionSpec spec = serving.coverage().servingLane().definition().spec();
    if (!counted.contains(spec)) {
      counted = Option.some(spec);
      sum = 0;
      recount = Option.some(recount(serving.factory().create(spec), spec));
    }
    LogWalk<?> walk = recount.get();
    if (!reach.covers(walk.reached())) {
      return false; // an answer that falls back stands before one that did not
    }
    Either<Finding.LostOffsets, Long> walked = walk.walk(reach, Long.MAX_VALUE);
    if (walked.isLeft()) {
      throw new StoreFailure.Corrupt(walked.getLeft().words());
    }
    return true;
  }

  private <E> LogWalk<E> recount(Workload<E> workload, DefinitionSpec spec) {
    return new LogWalk<>(
        serving.ports().log(),
        serving.ports().archive(),
        workload,
        spec.duplicates(),
        OffsetVector.ZERO,
        partition -> new Counted(event -> sum += validated.adds().applyAsDouble(event)));
  }
}
