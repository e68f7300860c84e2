package io.anabranch.apps.live;

import io.anabranch.apps.audit.Finding;
import io.anabranch.apps.audit.LogWalk;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;

/**
 * Tells one total at one V by each layer, and recounts it. To get all answers at the same V, the
 * speed layer holds still for as long as they are read.
 */
final class ValidationView {

  private static final int KEPT = 600;
  private static final int TRIES = 3;

  private record Answers(Answer batch, Answer speed, Answer merged) {
    boolean isOneInstant() {
      return batch.provenance().epoch() == merged.provenance().epoch()
          && batch.provenance().definition().equals(merged.provenance().definition())
          && speed.provenance().definition().equals(merged.provenance().definition())
          && speed.provenance().cut().equals(batch.provenance().reach())
          && speed.provenance().reach().equals(merged.provenance().reach());
    }
  }

  private final Layers layers;
  private final Validated validated;
  private Option<DefinitionSpec> counted = Option.none();
  private Option<LogWalk<?>> recount = Option.none();
  private double sum;
  private volatile Vector<Totals> totals = Vector.empty();

  ValidationView(Layers layers) {
    this.layers = layers;
    this.validated = layers.scenario().validated();
  }

  String words() {
    return validated.words();
  }

  /** Of late, oldest first. */
  Vector<Totals> totals() {
    return totals;
  }

  /** Takes a point, unless hand-overs keep the layers from answering at one instant. */
  void take() throws StoreFailure {
    for (int i = 0; i < TRIES; i++) {
      Query.Fitted query = validated.fitted(layers.serving());
      Answers answers = layers.servingChannel().holding(() -> answers(query));
      if (answers.isOneInstant()) {
        OffsetVector reach = answers.merged().provenance().reach();
        if (recounted(reach)) {
          Totals point =
              new Totals(
                  layers.now(),
                  reach,
                  sum(answers.batch()),
                  sum(answers.speed()),
                  sum(answers.merged()),
                  sum);
          totals = totals.append(point).takeRight(KEPT);
        }
        return;
      }
    }
  }

  private Answers answers(Query.Fitted query) throws StoreFailure {
    return new Answers(
        layers.answer(query, Layer.BATCH, OffsetVector.ZERO),
        layers.answer(query, Layer.SPEED, OffsetVector.ZERO),
        layers.answer(query, Layer.MERGED, OffsetVector.ZERO));
  }

  private double sum(Answer answer) {
    double total = 0;
    for (Row row : answer.rows()) {
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
    DefinitionSpec spec = layers.coverage().servingLane().definition().spec();
    if (!counted.contains(spec)) {
      counted = Option.some(spec);
      sum = 0;
      recount = Option.some(recount(layers.scenario().factory().create(spec), spec));
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
        layers.log(),
        layers.ports().archive(),
        workload,
        spec.duplicates(),
        OffsetVector.ZERO,
        partition -> new Counted(event -> sum += validated.adds().applyAsDouble(event)));
  }
}
