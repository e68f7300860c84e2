package io.anabranch.apps.layers.serving;

import io.anabranch.apps.layers.NotStarted;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Frontier;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.MergedRows;
import io.anabranch.domain.answer.Provenance;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.View;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.Progress;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers queries: reads the coverage, then the progress, then the rows, then the coverage again.
 * An answer is the fold of the log up to the V that it names, or states that it is incomplete and
 * why.
 */
public final class Reader {

  private static final int READS_UNTIL_FALLING_BACK = 3;

  /**
   * The number of attempts to read while publications and cleanings interfere; only a read that is
   * too slow needs more.
   */
  private static final int ATTEMPTS = 20;

  private final String workload;
  private final CoverageLedger ledger;
  private final Progress progress;
  private final SpeedViews speed;
  private final BatchViews batch;
  private final StateCodec codec;

  /**
   * Creates a reader of one workload.
   *
   * @param workload the workload's name
   */
  public Reader(
      String workload,
      CoverageLedger ledger,
      Progress progress,
      SpeedViews speed,
      BatchViews batch,
      StateCodec codec) {
    this.workload = workload;
    this.ledger = ledger;
    this.progress = progress;
    this.speed = speed;
    this.batch = batch;
    this.codec = codec;
  }

  /**
   * Answers a query. {@link LogWatch} measures how far the answer is behind the log.
   *
   * @param labels the labels from a prefix of the reference log
   * @param atLeast the minimum V, for example offsets of acknowledged writes; an answer that does
   *     not reach it is incomplete
   * @throws NotStarted if the workload has no coverage
   * @throws StoreFailure if the coverage or the segments cannot be read, or are deleted faster than
   *     they can be read. If only the speed layer cannot be read, the answer is incomplete and
   *     comes from the batch layer
   */
  public Answer answer(Query.Fitted query, Layer layer, LabelsAt labels, OffsetVector atLeast)
      throws StoreFailure {
    return reading((coverage, lane) -> read(query, layer, labels, atLeast, coverage, lane));
  }

  /**
   * Reads the rows of each layer and the merged rows, all in one read and at the same V.
   *
   * @throws StoreFailure if a layer cannot be read
   */
  public Apart apart(Query.Fitted query, LabelsAt labels) throws StoreFailure {
    return reading(
        (coverage, lane) -> {
          MergedRows speed = new MergedRows(query, labels.labels());
          MergedRows batch = new MergedRows(query, labels.labels());
          MergedRows merged = new MergedRows(query, labels.labels());
          OffsetVector reach = readSpeed(query, lane, List.of(speed, merged));
          readBatch(query, lane, List.of(batch, merged));
          return new Apart(batch.rows(), speed.rows(), merged.rows(), reach);
        });
  }

  /**
   * The rows of one read, layer by layer.
   *
   * @param batch the fold up to the cut
   * @param speed the fold from the cut to V
   * @param merged the fold up to V
   * @param reach V
   */
  public record Apart(
      Vector<Row> batch, Vector<Row> speed, Vector<Row> merged, OffsetVector reach) {}

  @FunctionalInterface
  private interface Reading<T> {
    T of(Coverage coverage, Lane lane) throws StoreFailure;
  }

  /** Reads the serving lane, and retries if its data was deleted in the meantime. */
  private <T> T reading(Reading<T> reading) throws StoreFailure {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Coverage coverage = coverage();
      Lane lane = coverage.servingLane();
      T read;
      try {
        read = reading.of(coverage, lane);
      } catch (StoreFailure.Corrupt corrupt) {
        // A missing segment is not corruption if its epoch may no longer be read.
        if (isReadable(lane)) {
          throw corrupt;
        }
        continue;
      }
      if (isReadable(lane)) {
        return read;
      }
    }
    throw new StoreFailure.Unavailable(
        "data of "
            + workload
            + " was deleted while it was read, in all of "
            + ATTEMPTS
            + " attempts: query fewer rows, or publish less often");
  }

  private Coverage coverage() throws StoreFailure {
    return ledger.read(workload).getOrElseThrow(() -> new NotStarted(workload));
  }

  /** Returns whether nothing that the lane names has been deleted. */
  private boolean isReadable(Lane lane) throws StoreFailure {
    return coverage().lane(lane.definition().number()).exists(now -> now.floor() <= lane.epoch());
  }

  private Answer read(
      Query.Fitted query,
      Layer layer,
      LabelsAt labels,
      OffsetVector atLeast,
      Coverage coverage,
      Lane lane)
      throws StoreFailure {
    MergedRows merged = new MergedRows(query, labels.labels());
    List<String> missing = new ArrayList<>();
    OffsetVector reach = lane.cut();
    if (layer != Layer.BATCH) {
      try {
        reach = readSpeed(query, lane, List.of(merged));
      } catch (StoreFailure.Unavailable | StoreFailure.OutcomeUnknown down) {
        missing.add("the speed layer cannot be read: " + down.getMessage());
        merged = new MergedRows(query, labels.labels());
      }
    }
    if (layer != Layer.SPEED) {
      readBatch(query, lane, List.of(merged));
    }
    if (!reach.covers(atLeast)) {
      missing.add("V has not reached " + atLeast + " yet");
    }
    return new Answer(
        merged.rows(),
        new Provenance(
            layer,
            lane.definition().number(),
            lane.epoch(),
            lane.chain().origin(),
            lane.cut(),
            reach,
            coverage.lossesOf(lane.definition().number()),
            labels.entries(),
            Either.left("the log was not read"),
            Vector.ofAll(missing)));
  }

  private void readBatch(Query.Fitted query, Lane lane, List<MergedRows> into) throws StoreFailure {
    View<?> view = query.presentation().view();
    for (Segment segment : lane.chain().segments()) {
      try (Cursor<SegmentRow> rows = batch.read(segment.name(), view, query.selection())) {
        for (Option<SegmentRow> row = rows.next(); row.isDefined(); row = rows.next()) {
          for (MergedRows rowsSoFar : into) {
            rowsSoFar.add(row.get().key(), codec.decode(view, row.get().state()));
          }
        }
      }
    }
  }

  /**
   * Reads the speed rows that count in addition to the lane's chain, and returns the offsets that
   * they extend the answer to.
   */
  private OffsetVector readSpeed(Query.Fitted query, Lane lane, List<MergedRows> into)
      throws StoreFailure {
    View<?> view = query.presentation().view();
    for (int attempt = 1; ; attempt++) {
      Frontier frontier =
          new Frontier(
              lane.definition().spec().sliceBits(),
              lane.cut(),
              progress.read(lane.definition().number()));
      List<SpeedRow> rows = new ArrayList<>();
      try (Cursor<SpeedRow> cursor =
          speed.read(lane.definition().number(), view, query.selection())) {
        for (Option<SpeedRow> row = cursor.next(); row.isDefined(); row = cursor.next()) {
          if (!frontier.isBehindCut(row.get().partition(), row.get().slice())) {
            frontier.saw(row.get().partition(), row.get().version());
            rows.add(row.get());
          }
        }
      }
      if (frontier.isSettled() || attempt == READS_UNTIL_FALLING_BACK) {
        for (SpeedRow row : rows) {
          if (frontier.counts(row.partition(), row.slice())) {
            for (MergedRows rowsSoFar : into) {
              rowsSoFar.add(row.key(), codec.decode(view, row.state()));
            }
          }
        }
        return frontier.reach();
      }
    }
  }
}
