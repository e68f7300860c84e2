package io.anabranch.apps.simulation;

import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.KeyBuffer;
import io.anabranch.domain.view.Labels;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Presentation.KeyColumn;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.ShownKey;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What answers must be, by a plain count of the log: each record decoded by a decoder that has seen
 * no other, each event added to the one state of the row that it is shown in. No fold, no merge, no
 * slice, no store. It keeps every record that ever was, where no retention reaches.
 */
final class Recount {

  /** A record of the log. */
  record Logged(long offset, Option<byte[]> value) {}

  /** An event, or what stands in its place: one that is rejected has none. */
  private record Event(Option<Object> event, boolean isRepeat, Map<String, RowKey> keys) {}

  private record Decoded(long offset, List<Event> events) {}

  /** The records of a partition as one definition reads them. */
  private static final class Reading {
    private final List<Decoded> records = new ArrayList<>();
    private final Map<Utf8, Long> lastOfId = new HashMap<>();
    private int next;
  }

  /** What is counted: a definition, without what was lost. */
  private record Counted(DefinitionSpec spec, Vector<Loss> losses) {
    boolean isLost(Partition partition, long offset) {
      return losses.exists(
          loss ->
              loss.partition().equals(partition)
                  && offset >= loss.range().from()
                  && (offset < loss.range().to() || loss.closedAt().isDefined()));
    }
  }

  private final WorkloadFactory workloads;
  private final OffsetVector origin;
  private final SortedMap<Partition, List<Logged>> log = new TreeMap<>();
  private final Map<Counted, Map<Partition, Reading>> readings = new HashMap<>();
  private final KeyBuffer keys = new KeyBuffer();

  Recount(WorkloadFactory workloads, OffsetVector origin) {
    this.workloads = workloads;
    this.origin = origin;
  }

  /** Takes note of a record; those of a partition come in the order of their offsets. */
  void add(Partition partition, long offset, Option<byte[]> value) {
    log.computeIfAbsent(partition, p -> new ArrayList<>()).add(new Logged(offset, value));
  }

  List<Logged> records(Partition partition) {
    return log.getOrDefault(partition, List.of());
  }

  /**
   * The rows of {@code [from, to)} that a query asks for, by key.
   *
   * @param spec of the definition that answered
   * @param losses what it is to be without
   */
  List<Row> rows(
      DefinitionSpec spec,
      Vector<Loss> losses,
      Query.Fitted query,
      Labels labels,
      OffsetVector from,
      OffsetVector to) {
    Counted counted = new Counted(spec, losses);
    if (query.presentation().view() == Balance.VIEW) {
      return balance(counted, query, from, to);
    }
    Presentation presentation = query.presentation();
    View<?> view = presentation.view();
    TreeMap<ShownKey, RowState> shown = new TreeMap<>();
    for (Partition partition : to.partitions()) {
      long first = from.at(partition);
      long end = to.at(partition);
      for (Decoded record : decoded(counted, partition, end)) {
        if (record.offset() >= end) {
          break;
        }
        if (record.offset() < first) {
          continue;
        }
        for (Event event : record.events()) {
          RowKey key = event.keys().get(view.name());
          if (key != null && !event.isRepeat() && isAsked(query, labels, key)) {
            ShownKey at = presentation.keyOf(key, query.by(), labels);
            step(view, shown.computeIfAbsent(at, absent -> view.zero()), event.event().get());
          }
        }
      }
    }
    List<Row> rows = new ArrayList<>();
    shown.forEach((key, state) -> presentation.present(key, state, rows::add));
    return rows;
  }

  /** Whether every event that was read came to one end, and how many came to which. */
  private List<Row> balance(
      Counted counted, Query.Fitted query, OffsetVector from, OffsetVector to) {
    TreeMap<ShownKey, List<Partition>> asked = new TreeMap<>();
    for (Partition partition : to.partitions()) {
      Utf8 topic = Utf8.of(partition.topic().name());
      Utf8 number = Utf8.of(Integer.toString(partition.number()));
      Map<String, Utf8> demanded = query.selection().equal();
      if (demanded.getOrDefault("topic", topic).equals(topic)
          && demanded.getOrDefault("partition", number).equals(number)) {
        asked
            .computeIfAbsent(new ShownKey(List.of(topic, number)), key -> new ArrayList<>())
            .add(partition);
      }
    }
    List<Row> rows = new ArrayList<>();
    for (List<Partition> ofOneName : asked.values()) {
      balance(counted, ofOneName, from, to).forEach(rows::add);
    }
    return rows;
  }

  private Option<Row> balance(
      Counted counted, List<Partition> ofOneName, OffsetVector from, OffsetVector to) {
    long records = 0;
    long folded = 0;
    long repeats = 0;
    long rejected = 0;
    for (Partition partition : ofOneName) {
      for (Decoded record : decoded(counted, partition, to.at(partition))) {
        if (record.offset() >= from.at(partition) && record.offset() < to.at(partition)) {
          records++;
          for (Event event : record.events()) {
            if (event.event().isEmpty()) {
              rejected++;
            } else if (event.isRepeat()) {
              repeats++;
            } else {
              folded++;
            }
          }
        }
      }
    }
    Partition partition = ofOneName.get(0);
    return records == 0
        ? Option.none()
        : Option.some(
            new Row(
                Balance.PRESENTATION.fields(),
                List.of(
                    Value.of(partition.topic().name()),
                    Value.of(Integer.toString(partition.number())),
                    Value.of(records),
                    Value.of(folded + repeats + rejected),
                    Value.of(folded),
                    Value.of(repeats),
                    Value.of(rejected))));
  }

  /** How many events of a record are rejected; 0 where there is no such record. */
  int rejectedAt(DefinitionSpec spec, Vector<Loss> losses, Partition partition, long offset) {
    for (Decoded record : decoded(new Counted(spec, losses), partition, offset + 1)) {
      if (record.offset() == offset) {
        return (int) record.events().stream().filter(event -> event.event().isEmpty()).count();
      }
    }
    return 0;
  }

  /** How many events of {@code [from, to)} are rejected. */
  long rejected(DefinitionSpec spec, Vector<Loss> losses, OffsetVector from, OffsetVector to) {
    long rejected = 0;
    for (Partition partition : to.partitions()) {
      long end = to.at(partition);
      for (Decoded record : decoded(new Counted(spec, losses), partition, end)) {
        if (record.offset() >= from.at(partition) && record.offset() < end) {
          rejected += record.events().stream().filter(event -> event.event().isEmpty()).count();
        }
      }
    }
    return rejected;
  }

  /** The key of some row of a view that some event stands in, if there is any. */
  Option<RowKey> someKey(DefinitionSpec spec, String view, SplittableRandom random) {
    List<RowKey> found = new ArrayList<>();
    Counted all = new Counted(spec, Vector.empty());
    for (Partition partition : log.keySet()) {
      for (Decoded record : decoded(all, partition, Long.MAX_VALUE)) {
        for (Event event : record.events()) {
          Option.of(event.keys().get(view)).forEach(found::add);
        }
      }
    }
    return found.isEmpty() ? Option.none() : Option.some(found.get(random.nextInt(found.size())));
  }

  private static boolean isAsked(Query.Fitted query, Labels labels, RowKey key) {
    View<?> view = query.presentation().view();
    List<Utf8> dimensions = key.dimensions();
    for (Map.Entry<String, Utf8> demand : query.selection().equal().entrySet()) {
      int index = view.dimensions().indexOf(demand.getKey());
      if (!dimensions.get(index).equals(demand.getValue())) {
        return false;
      }
    }
    for (Map.Entry<String, Utf8> demand : query.labels().entrySet()) {
      for (KeyColumn column : query.presentation().key()) {
        if (column instanceof KeyColumn.Label label
            && label.name().equals(demand.getKey())
            && !labels.of(label.name(), dimensions.get(label.index())).equals(demand.getValue())) {
          return false;
        }
      }
    }
    long start = key.bucketStart();
    return view.bucket() == Bucket.ALWAYS
        || (start < query.selection().toSecond()
            && view.bucket().endOf(start) > query.selection().fromSecond());
  }

  @SuppressWarnings("unchecked") // the view took the event, and made the state
  private static <T> void step(View<T> view, RowState state, Object event) {
    for (Measure<? super T, ?> measure : view.measures()) {
      step(measure, state, (T) event);
    }
  }

  private static <T, A> void step(Measure<? super T, A> measure, RowState state, T event) {
    measure.step().add(state.of(measure), event);
  }

  /** The records of a partition from its origin on, at least to an offset if they are there. */
  private List<Decoded> decoded(Counted counted, Partition partition, long to) {
    Map<Partition, Reading> ofSpec = readings.computeIfAbsent(counted, c -> new HashMap<>());
    Reading reading = ofSpec.computeIfAbsent(partition, p -> new Reading());
    List<Logged> records = records(partition);
    if (reading.next < records.size() && records.get(reading.next).offset() < to) {
      decode(workloads.create(counted.spec()), counted, partition, reading, records);
    }
    return reading.records;
  }

  private <E> void decode(
      Workload<E> workload,
      Counted counted,
      Partition partition,
      Reading reading,
      List<Logged> records) {
    for (; reading.next < records.size(); reading.next++) {
      Logged record = records.get(reading.next);
      if (record.offset() < origin.at(partition) || counted.isLost(partition, record.offset())) {
        continue;
      }
      Collector<E> events =
          new Collector<>(workload, counted.spec(), record.offset(), reading.lastOfId);
      String topic = partition.topic().name();
      if (record.value().isDefined()) {
        byte[] value = record.value().get();
        workload.newDecoder().decode(topic, value, 0, value.length, events);
      } else {
        workload.newDecoder().decodeAbsent(topic, events);
      }
      reading.records.add(new Decoded(record.offset(), events.taken));
    }
  }

  /** Takes the events of one record as they come, with the rule for repeats as it is written. */
  private final class Collector<E> implements EventSink<E> {
    private final Workload<E> workload;
    private final DefinitionSpec spec;
    private final long offset;
    private final Map<Utf8, Long> lastOfId;
    private final List<Event> taken = new ArrayList<>();

    Collector(Workload<E> workload, DefinitionSpec spec, long offset, Map<Utf8, Long> lastOfId) {
      this.workload = workload;
      this.spec = spec;
      this.offset = offset;
      this.lastOfId = lastOfId;
    }

    @Override
    public void accept(E event) {
      take(event, false);
    }

    @Override
    public void accept(E event, Utf8 id) {
      boolean isRepeat = false;
      if (spec.duplicates().isDefined()) {
        Long last = lastOfId.put(id.detached(), offset);
        isRepeat = last != null && offset - last <= spec.duplicates().get().horizon();
      }
      take(event, isRepeat);
    }

    @Override
    public void reject(Rejection rejection) {
      taken.add(new Event(Option.none(), false, Map.of()));
    }

    private void take(E event, boolean isRepeat) {
      Map<String, RowKey> rows = new HashMap<>();
      for (View<? extends E> view : workload.views()) {
        if (view.takes(event)) {
          rows.put(view.name(), keyOf(view, event));
        }
      }
      taken.add(new Event(Option.some(event), isRepeat, rows));
    }
  }

  @SuppressWarnings("unchecked") // the view takes the event
  private <T> RowKey keyOf(View<T> view, Object event) {
    view.writeKey((T) event, keys);
    return keys.toRowKey();
  }
}
