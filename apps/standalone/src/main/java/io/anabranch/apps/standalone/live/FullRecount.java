package io.anabranch.apps.standalone.live;

import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.EventLog;
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
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares every view of a workload whole with a recount of all that the log and the archive hold.
 * Nothing may be folded meanwhile.
 */
public final class FullRecount {

  /** Of all that differs, so much is told. */
  private static final int MOST_WORDS = 20;

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
   * What was compared.
   *
   * @param rows how many rows of answers
   * @param differences what differs, in words
   */
  public record Verdict(long rows, Vector<String> differences) {}

  /** Compares the answers at a V that nothing comes after. */
  public static Verdict of(ServingLayer serving, EventLog log, MasterDataset archive)
      throws StoreFailure {
    FullRecount check = new FullRecount(serving, log, archive);
    DefinitionSpec spec = serving.coverage().servingLane().definition().spec();
    check.views(serving.factory().create(spec), spec);
    return new Verdict(check.rows, Vector.ofAll(check.differences));
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
      differ(presentation + " is " + answer.provenance() + ", not exact at " + end);
    }
    MergedRows recounted = new MergedRows(all, labels.labels());
    View<?> view = presentation.view();
    states.forEach(
        (key, state) -> {
          RowState copy = view.zero(); // a presentation may merge into the states that it is given
          view.merge(copy, state);
          recounted.add(key, copy);
        });
    Vector<Row> expected = recounted.rows();
    Vector<Row> found = answer.rows();
    rows += found.size();
    if (expected.size() != found.size()) {
      differ(presentation + " has " + found.size() + " rows, and should have " + expected.size());
    }
    for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
      if (!expected.get(i).equals(found.get(i))) {
        differ(
            presentation + " has " + describe(found.get(i)) + ", not " + describe(expected.get(i)));
      }
    }
  }

  private void differ(String description) {
    if (differences.size() < MOST_WORDS) {
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

  /** The rows of a view, each the sum of its events, one after the other. */
  private static final class Count<T> {
    private final View<T> view;
    private final KeyBuffer key = new KeyBuffer();
    private final Map<RowKey, RowState> states = new HashMap<>();

    Count(View<T> view) {
      this.view = view;
    }

    @SuppressWarnings("unchecked") // the view takes it
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
