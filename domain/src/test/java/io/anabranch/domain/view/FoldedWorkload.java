package io.anabranch.domain.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.fold.Fold;
import io.anabranch.domain.fold.RowVisitor;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.Topic;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A workload folded over given events, one per record. Rows are read twice, from one fold of all
 * records and from a merge of a fold per record, last record first; both must be equal.
 */
public final class FoldedWorkload<E> {

  private final Workload<E> workload;
  private final int events;

  private FoldedWorkload(Workload<E> workload, int events) {
    this.workload = workload;
    this.events = events;
  }

  /** Folds events with a workload that is created with decoders that emit them. */
  @SafeVarargs
  public static <E> FoldedWorkload<E> of(
      Function<Supplier<EventDecoder<E>>, Workload<E>> creation, E... events) {
    List<E> emitted = new ArrayList<>();
    for (E event : events) {
      emitted.add(event);
    }
    return new FoldedWorkload<>(creation.apply(() -> new Numbered<>(emitted)), emitted.size());
  }

  public Workload<E> workload() {
    return workload;
  }

  public List<String> fields(String presentation) {
    return workload.presentation(presentation).get().fields();
  }

  /** The rows by key, values separated by commas, – for none. */
  public List<String> rows(String presentation) {
    return rows(presentation, Labels.NONE);
  }

  public List<String> rows(String presentation, Labels labels) {
    Presentation shown = workload.presentation(presentation).get();
    SortedMap<ShownKey, RowState> together = new TreeMap<>();
    show(shown, labels, 0, events, together);
    SortedMap<ShownKey, RowState> apart = new TreeMap<>();
    for (int i = events - 1; i >= 0; i--) {
      show(shown, labels, i, i + 1, apart);
    }
    List<String> rows = texts(shown, together);
    assertThat(texts(shown, apart)).isEqualTo(rows);
    return rows;
  }

  private void show(
      Presentation shown, Labels labels, int from, int to, SortedMap<ShownKey, RowState> into) {
    Partition partition = new Partition(new Topic(workload.topics().get(0), new UUID(0, 1)), 0);
    RecordBatch.Builder batch = RecordBatch.builder(partition, from);
    for (int i = from; i < to; i++) {
      byte[] value = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
      batch.add(i, 0, Option.none(), Option.some(value));
    }
    Fold<E> fold = Fold.of(workload, partition, Option.none(), rejected -> {}).from(from);
    fold.add(batch.build(to));
    RowVisitor counting =
        (view, key, version, state) -> {
          if (view == shown.view()) {
            ShownKey shownKey = shown.keyOf(key, view.bucket(), labels);
            view.merge(into.computeIfAbsent(shownKey, absent -> view.zero()), state);
          }
        };
    Fold<E>.Rows rows = fold.rows();
    while (rows.next(counting)) {
      // Each call shows one row.
    }
  }

  private static List<String> texts(Presentation shown, SortedMap<ShownKey, RowState> states) {
    List<String> texts = new ArrayList<>();
    states.forEach((key, state) -> shown.present(key, state, row -> texts.add(text(row))));
    return texts;
  }

  private static String text(Row row) {
    return row.values().stream()
        .map(value -> value instanceof Value.Absent ? "–" : value.toString())
        .collect(Collectors.joining(", "));
  }

  /** Interprets a record as the index of the event that it emits. */
  private record Numbered<E>(List<E> events) implements EventDecoder<E> {

    @Override
    public void decode(
        String topic, byte[] bytes, int start, int length, EventSink<? super E> sink) {
      sink.accept(
          events.get(Integer.parseInt(new String(bytes, start, length, StandardCharsets.UTF_8))));
    }

    @Override
    public void decodeAbsent(String topic, EventSink<? super E> sink) {
      sink.reject(new Rejection.NotUtf8());
    }
  }
}
