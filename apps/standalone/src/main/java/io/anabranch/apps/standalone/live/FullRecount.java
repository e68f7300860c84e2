package io.anabranch.apps.standalone.live;

import io.anabranch.apps.http.status.Counter;
import io.anabranch.apps.layers.audit.Finding;
import io.anabranch.apps.layers.audit.LogWalk;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.layers.serving.ServingLayer;
import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.MergedRows;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.view.KeyBuffer;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares every row of every view of a workload with a recount of the log and the archive. Nothing
 * may be folded in the meantime.
 */
public final class FullRecount {

  /** Maximum number of differences that are reported. */
  private static final int MAX_DIFFERENCES = 20;

  private final ServingLayer serving;
  private final EventLog log;
  private final MasterDataset archive;
  private final List<String> differences = new ArrayList<>();
  private long rows;

  private FullRecount(ServingLayer serving, EventLog log, MasterDataset archive) {
    this.serving = serving;
    this.log = log;
    this.archive = archive;
  }

  /**
   * The result of a comparison.
   *
   * @param rows number of rows compared
   * @param differences descriptions of the differences
   */
  public record Verdict(long rows, Vector<String> differences) {}

  /** Compares the answers at the end of the log, which must not grow meanwhile. */
  public static Verdict of(ServingLayer serving, EventLog log, MasterDataset archive)
      throws StoreFailure {
    FullRecount recount = new FullRecount(serving, log, archive);
    DefinitionSpec spec = serving.coverage().servingLane().definition().spec();
    recount.views(serving.factory().create(spec), spec);
    return new Verdict(recount.rows, Vector.ofAll(recount.differences));
  }

  private <E> void views(Workload<E> workload, DefinitionSpec spec) throws StoreFailure {
    OffsetVector end = serving.logEnd();
    OffsetVector origin = serving.coverage().origin();
    for (View<? extends E> view : workload.views()) {
      Count<?> count = new Count<>(view);
      LogWalk<E> walk =
          new LogWalk<>(
              log,
              archive,
              workload,
              spec.duplicates(),
              origin,
              partition -> new Counter(count::add));
      Either<Finding.LostOffsets, Long> walked = walk.walk(end, Long.MAX_VALUE);
      if (walked.isLeft()) {
        differ(walked.getLeft().describe());
      }
      for (Presentation presentation : workload.presentations()) {
        if (presentation.view() == view) {
          compare(presentation, count.states, end);
        }
      }
    }
  }

  private void compare(Presentation presentation, Map<RowKey, RowState> states, OffsetVector end)
      throws StoreFailure {
    LabelsAt labels = serving.labels();
    Query.Fitted all = Query.ALL.fit(presentation).get();
    Answer answer = serving.reader().answer(all, Layer.MERGED, labels, end);
    if (!answer.provenance().isExact() || !answer.provenance().reach().equals(end)) {
      differ(
          presentation + ": expected an exact answer at " + end + ", was " + answer.provenance());
    }
    MergedRows recounted = new MergedRows(all, labels.labels());
    View<?> view = presentation.view();
    states.forEach(
        (key, state) -> {
          RowState copy = view.zero(); // a presentation may modify the states it merges
          view.merge(copy, state);
          recounted.add(key, copy);
        });
    Vector<Row> expected = recounted.rows();
    Vector<Row> found = answer.rows();
    rows += found.size();
    if (expected.size() != found.size()) {
      differ(presentation + ": expected " + expected.size() + " rows, was " + found.size());
    }
    for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
      if (!expected.get(i).equals(found.get(i))) {
        differ(
            presentation
                + ": expected "
                + describe(expected.get(i))
                + ", was "
                + describe(found.get(i)));
      }
    }
  }

  private void differ(String description) {
    if (differences.size() < MAX_DIFFERENCES) {
      differences.add(description);
    }
  }

  private static String describe(Row row) {
    StringBuilder description = new StringBuilder();
    for (int i = 0; i < row.fields().size(); i++) {
      description.append(i == 0 ? "" : " ").append(row.fields().get(i)).append('=');
      description.append(row.values().get(i));
    }
    return description.toString();
  }

  /** The rows of a view, counted event by event. */
  private static final class Count<T> {
    private final View<T> view;
    private final KeyBuffer key = new KeyBuffer();
    private final Map<RowKey, RowState> states = new HashMap<>();

    Count(View<T> view) {
      this.view = view;
    }

    @SuppressWarnings("unchecked") // view.takes(event) has checked it
    void add(Object event) {
      if (view.takes(event)) {
        view.writeKey((T) event, key);
        RowState state = states.computeIfAbsent(key.toRowKey(), k -> view.zero());
        for (Measure<? super T, ?> measure : view.measures()) {
          add(measure, state, (T) event);
        }
      }
    }

    private static <T, A> void add(Measure<T, A> measure, RowState state, T event) {
      measure.step().add(state.of(measure), event);
    }
  }
}
