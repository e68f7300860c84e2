package io.anabranch.apps.layers.audit;

import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.layers.serving.Reader;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Provenance;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.recount.Outcomes;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.View;
import io.anabranch.ports.StateBytes;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads answers through the same reader as everyone else, but presents the bytes of the states
 * instead of the values, so that every bit can be compared.
 */
final class StateReading {

  /** The state of a row at the V of an answer; none if the answer has no such row. */
  record AnsweredRow(Provenance provenance, Option<StateBytes> state) {}

  /** The balances of all partitions at the V of an answer, by key. */
  record AnsweredBalances(Provenance provenance, Map<RowKey, Outcomes> balances) {
    AnsweredBalances {
      balances = Map.copyOf(balances);
    }
  }

  private final Reader reader;
  private final StateCodec codec;
  private final Map<String, Presentation> presentations = new HashMap<>();

  StateReading(Reader reader, StateCodec codec) {
    this.reader = reader;
    this.codec = codec;
  }

  /** One row of a view. */
  AnsweredRow row(View<?> view, RowKey key) throws StoreFailure {
    Map<String, Utf8> equal = new TreeMap<>();
    List<Utf8> dimensions = key.dimensions();
    for (int i = 0; i < dimensions.size(); i++) {
      equal.put(view.dimensions().get(i), dimensions.get(i));
    }
    Selection selection = Selection.of(equal);
    if (view.bucket() != Bucket.ALWAYS) {
      long start = key.bucketStart();
      selection = new Selection(selection.equal(), start, view.bucket().endOf(start));
    }
    Answer answer = read(view, selection);
    Option<StateBytes> state = answer.rows().headOption().map(row -> bytes(last(row)));
    return new AnsweredRow(answer.provenance(), state);
  }

  /** The balance of every partition. */
  AnsweredBalances balances() throws StoreFailure {
    Answer answer = read(Balance.VIEW, Selection.ALL);
    Map<RowKey, Outcomes> balances = new HashMap<>();
    for (Row row : answer.rows()) {
      RowKey key =
          RowKey.of(
              List.of(
                  Utf8.of(row.values().get(0).toString()), Utf8.of(row.values().get(1).toString())),
              0);
      balances.put(key, outcomes(codec.decode(Balance.VIEW, bytes(last(row)))));
    }
    return new AnsweredBalances(answer.provenance(), balances);
  }

  /** Decodes the state of a row of {@link Balance#VIEW}. */
  static Outcomes outcomes(RowState state) {
    Balance balance = state.of(Balance.MEASURE);
    return new Outcomes(
        balance.records(),
        balance.read(),
        balance.folded(),
        balance.duplicate(),
        balance.rejected());
  }

  private Answer read(View<?> view, Selection selection) throws StoreFailure {
    Presentation states = presentations.computeIfAbsent(view.name(), name -> states(view));
    return reader.answer(
        new Query.Fitted(states, selection, new TreeMap<>(), view.bucket()),
        Layer.MERGED,
        LabelsAt.NONE,
        OffsetVector.ZERO);
  }

  private Presentation states(View<?> view) {
    Presentation.Builder builder = Presentation.of(view, "states of " + view);
    view.dimensions().forEach(builder::key);
    if (view.bucket() != Bucket.ALWAYS) {
      builder.time("bucket");
    }
    return builder.buildWith(
        List.of("state"),
        (state, rows) -> rows.accept(List.of(Value.of(codec.encode(view, state).toString()))));
  }

  private static Value last(Row row) {
    return row.values().get(row.values().size() - 1);
  }

  private static StateBytes bytes(Value hex) {
    return StateBytes.of(HexFormat.of().parseHex(hex.toString()));
  }
}
