package io.anabranch.apps.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Provenance;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.fold.Fold;
import io.anabranch.domain.fold.RowVisitor;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.Labels;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.ShownKey;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StateBytes;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What answers must be: one straight fold of the whole range that they name. */
final class Recount {

  static final Labels LABELS = (label, value) -> Utf8.of(label + value.length() % 2);

  private final WorkloadFactory workloads;
  private final StateCodec codec;
  private final OffsetVector origin;
  private final List<Logged> logged;
  private final Map<String, Map<String, TreeMap<RowKey, RowState>>> folded = new LinkedHashMap<>();
  private Map<String, TreeMap<RowKey, RowState>> states = new HashMap<>();

  Recount(WorkloadFactory workloads, StateCodec codec, OffsetVector origin, List<Logged> logged) {
    this.workloads = workloads;
    this.codec = codec;
    this.origin = origin;
    this.logged = logged;
  }

  /** For each stored view, its rows as they are stored: the bytes of the merged state. */
  List<Presentation> statePresentations(Workload<?> workload) {
    List<Presentation> presentations = new ArrayList<>();
    for (View<?> view : workload.storedViews()) {
      Presentation.Builder builder = Presentation.of(view, "states of " + view);
      view.dimensions().forEach(builder::key);
      if (view.bucket() != Bucket.ALWAYS) {
        builder.time("bucket");
      }
      presentations.add(
          builder.buildWith(
              List.of("state"),
              (state, rows) -> {
                if (!isEmptyBalance(view, state)) {
                  rows.accept(List.of(Value.of(codec.encode(view, state).toString())));
                }
              }));
    }
    return presentations;
  }

  /** A partition of which nothing was read may have a row that says so, or none. */
  private static boolean isEmptyBalance(View<?> view, RowState state) {
    return view == Balance.VIEW && state.of(Balance.MEASURE).records() == 0;
  }

  /** The states of two answers merged, each row's bytes by its key. */
  Map<List<Value>, StateBytes> together(Presentation states, Answer one, Answer other)
      throws StoreFailure {
    return together(states, one, other.rows());
  }

  Map<List<Value>, StateBytes> together(
      Presentation presentation, Answer one, io.vavr.collection.Vector<Row> others)
      throws StoreFailure {
    View<?> view = presentation.view();
    Map<List<Value>, RowState> merged = new HashMap<>();
    for (Row row : one.rows().appendAll(others)) {
      int last = row.values().size() - 1;
      byte[] bytes = HexFormat.of().parseHex(row.values().get(last).toString());
      RowState state = codec.decode(view, StateBytes.of(bytes));
      RowState before = merged.putIfAbsent(row.values().subList(0, last), state);
      if (before != null) {
        view.merge(before, state);
      }
    }
    Map<List<Value>, StateBytes> encoded = new HashMap<>();
    merged.forEach((key, state) -> encoded.put(key, codec.encode(view, state)));
    return encoded;
  }

  /** Compares an answer with the fold that it names, and with a count that folds nothing. */
  void verify(DefinitionSpec spec, Query.Fitted query, Answer answer, boolean isCounted) {
    Provenance told = answer.provenance();
    assertThat(told.origin()).isEqualTo(origin);
    assertThat(told.cut().covers(origin)).isTrue();
    assertThat(told.reach().covers(told.cut())).as("V is not below the cut: " + told).isTrue();
    OffsetVector from =
        switch (told.layer()) {
          case MERGED, BATCH -> origin;
          case SPEED -> told.cut();
        };
    OffsetVector to =
        switch (told.layer()) {
          case MERGED, SPEED -> told.reach();
          case BATCH -> told.cut();
        };
    fold(spec, from, to);
    assertThat(answer.rows().asJava())
        .as("%s of %s, told as %s", query.presentation(), spec, told)
        .isEqualTo(expected(query));
    if (isCounted) {
      TallyRecount recount = TallyRecount.of(logged, origin, from, to, spec.duplicates());
      assertThat(answer.rows().map(Recount::text).asJava())
          .as("%s of %s counted, told as %s", query.presentation(), spec, told)
          .isEqualTo(recount.rows(query.presentation().name()));
      Balance all = new Balance();
      for (RowState state : states.getOrDefault(Balance.VIEW.name(), new TreeMap<>()).values()) {
        assertThat(state.of(Balance.MEASURE).closes()).isTrue();
        all = all.plus(state.of(Balance.MEASURE));
      }
      assertThat(List.of(all.read(), all.folded(), all.duplicate(), all.rejected()))
          .isEqualTo(recount.balance());
    }
  }

  private static String text(Row row) {
    return row.values().stream().map(Value::toString).collect(Collectors.joining("|"));
  }

  private List<Row> expected(Query.Fitted query) {
    Presentation presentation = query.presentation();
    View<?> view = presentation.view();
    TreeMap<ShownKey, RowState> shown = new TreeMap<>();
    states
        .getOrDefault(view.name(), new TreeMap<>())
        .forEach(
            (key, state) -> {
              if (isAsked(query, view, key)) {
                ShownKey at = presentation.keyOf(key, query.by(), LABELS);
                view.merge(shown.computeIfAbsent(at, absent -> view.zero()), state);
              }
            });
    List<Row> rows = new ArrayList<>();
    shown.forEach((key, state) -> presentation.present(key, state, rows::add));
    return rows;
  }

  private static boolean isAsked(Query.Fitted query, View<?> view, RowKey key) {
    for (Map.Entry<String, Utf8> demand : query.selection().equal().entrySet()) {
      int index = view.dimensions().indexOf(demand.getKey());
      if (!key.dimensions().get(index).equals(demand.getValue())) {
        return false;
      }
    }
    for (Map.Entry<String, Utf8> demand : query.labels().entrySet()) {
      for (Presentation.KeyColumn column : query.presentation().key()) {
        if (column instanceof Presentation.KeyColumn.Label label
            && label.name().equals(demand.getKey())
            && !LABELS
                .of(label.name(), key.dimensions().get(label.index()))
                .equals(demand.getValue())) {
          return false;
        }
      }
    }
    long start = key.bucketStart();
    return view.bucket() == Bucket.ALWAYS
        || (start < query.selection().toSecond()
            && view.bucket().endOf(start) > query.selection().fromSecond());
  }

  private void fold(DefinitionSpec spec, OffsetVector from, OffsetVector to) {
    String wanted = spec + " " + from + " " + to;
    Map<String, TreeMap<RowKey, RowState>> known = folded.get(wanted);
    if (known != null) {
      states = known;
      return;
    }
    states = new HashMap<>();
    for (Partition partition : to.partitions()) {
      foldOne(workloads.create(spec), spec, partition, from.at(partition), to.at(partition));
    }
    if (folded.size() == 4) {
      folded.remove(folded.keySet().iterator().next());
    }
    folded.put(wanted, states);
  }

  private <E> void foldOne(
      Workload<E> workload, DefinitionSpec spec, Partition partition, long from, long to) {
    Fold.Sequence<E> sequence = Fold.of(workload, partition, spec.duplicates(), rejection -> {});
    OffsetRange lookback = sequence.lookback(from, origin.at(partition));
    if (!lookback.isEmpty()) {
      sequence.remember(records(partition, lookback.from(), lookback.to()));
    }
    Fold<E> fold = sequence.from(from);
    fold.add(records(partition, from, to));
    RowVisitor counting =
        (view, key, version, state) -> {
          if (!isEmptyBalance(view, state)) {
            merge(view, key, state);
          }
        };
    Fold<E>.Rows rows = fold.rows();
    while (rows.next(counting)) {
      // Each call shows one row.
    }
  }

  private void merge(View<?> view, RowKey key, RowState state) {
    TreeMap<RowKey, RowState> rows = states.computeIfAbsent(view.name(), v -> new TreeMap<>());
    view.merge(rows.computeIfAbsent(key, k -> view.zero()), state);
  }

  private RecordBatch records(Partition partition, long from, long to) {
    RecordBatch.Builder builder = RecordBatch.builder(partition, from);
    for (Logged record : logged) {
      if (record.partition().equals(partition) && record.offset() >= from && record.offset() < to) {
        builder.add(record.offset(), 0, io.vavr.control.Option.none(), record.value());
      }
    }
    return builder.build(to);
  }
}
