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
 * The reference model: computes the expected rows by a plain count of the log. It decodes each
 * record with a new decoder and adds each event to the one state of its row, without folds of
 * ranges, merges, slices or stores. It keeps every record of the log, also those that retention
 * deletes.
 */
final class Recount {

  /** A record of the log. */
  record LoggedRecord(long offset, Option<byte[]> value) {}

  /** A decoded event; none if it was rejected. */
  private record Event(Option<Object> event, boolean isDuplicate, Map<String, RowKey> keys) {}

  private record DecodedRecord(long offset, List<Event> events) {}

  /** The records of a partition as decoded for one definition. */
  private static final class DecodedPartition {
    private final List<DecodedRecord> records = new ArrayList<>();
    private final Map<Utf8, Long> lastOfId = new HashMap<>();
    private int next;
  }

  /** What is scope: the events of a definition, without the lost records. */
  private record Scope(DefinitionSpec spec, Vector<Loss> losses) {
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
  private final SortedMap<Partition, List<LoggedRecord>> log = new TreeMap<>();
  private final Map<Scope, Map<Partition, DecodedPartition>> decodedOf = new HashMap<>();
  private final KeyBuffer keys = new KeyBuffer();

  Recount(WorkloadFactory workloads, OffsetVector origin) {
    this.workloads = workloads;
    this.origin = origin;
  }

  /** Adds a record; those of a partition must come in the order of their offsets. */
  void add(Partition partition, long offset, Option<byte[]> value) {
    log.computeIfAbsent(partition, p -> new ArrayList<>()).add(new LoggedRecord(offset, value));
  }

  List<LoggedRecord> records(Partition partition) {
    return log.getOrDefault(partition, List.of());
  }

  /**
   * The rows of {@code [from, to)} that a query selects, by key.
   *
   * @param spec of the definition that gave the answer
   * @param losses the records that do not count
   */
  List<Row> rows(
      DefinitionSpec spec,
      Vector<Loss> losses,
      Query.Fitted query,
      Labels labels,
      OffsetVector from,
      OffsetVector to) {
    Scope scope = new Scope(spec, losses);
    if (query.presentation().view() == Balance.VIEW) {
      return balance(scope, query, from, to);
    }
    Presentation presentation = query.presentation();
    View<?> view = presentation.view();
    TreeMap<ShownKey, RowState> shown = new TreeMap<>();
    for (Partition partition : to.partitions()) {
      long first = from.at(partition);
      long end = to.at(partition);
      for (DecodedRecord record : decoded(scope, partition, end)) {
        if (record.offset() >= end) {
          break;
        }
        if (record.offset() < first) {
          continue;
        }
        for (Event event : record.events()) {
          RowKey key = event.keys().get(view.name());
          if (key != null && !event.isDuplicate() && isSelected(query, labels, key)) {
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

  /** The balance of each partition: how many events were folded, duplicate and rejected. */
  private List<Row> balance(Scope scope, Query.Fitted query, OffsetVector from, OffsetVector to) {
    TreeMap<ShownKey, List<Partition>> selected = new TreeMap<>();
    for (Partition partition : to.partitions()) {
      Utf8 topic = Utf8.of(partition.topic().name());
      Utf8 number = Utf8.of(Integer.toString(partition.number()));
      Map<String, Utf8> equal = query.selection().equal();
      if (equal.getOrDefault("topic", topic).equals(topic)
          && equal.getOrDefault("partition", number).equals(number)) {
        selected
            .computeIfAbsent(new ShownKey(List.of(topic, number)), key -> new ArrayList<>())
            .add(partition);
      }
    }
    List<Row> rows = new ArrayList<>();
    for (List<Partition> sameName : selected.values()) {
      balance(scope, sameName, from, to).forEach(rows::add);
    }
    return rows;
  }

  private Option<Row> balance(
      Scope scope, List<Partition> sameName, OffsetVector from, OffsetVector to) {
    long records = 0;
    long folded = 0;
    long duplicates = 0;
    long rejected = 0;
    for (Partition partition : sameName) {
      for (DecodedRecord record : decoded(scope, partition, to.at(partition))) {
        if (record.offset() >= from.at(partition) && record.offset() < to.at(partition)) {
          records++;
          for (Event event : record.events()) {
            if (event.event().isEmpty()) {
              rejected++;
            } else if (event.isDuplicate()) {
              duplicates++;
            } else {
              folded++;
            }
          }
        }
      }
    }
    Partition partition = sameName.get(0);
    return records == 0
        ? Option.none()
        : Option.some(
            new Row(
                Balance.PRESENTATION.fields(),
                List.of(
                    Value.of(partition.topic().name()),
                    Value.of(Integer.toString(partition.number())),
                    Value.of(records),
                    Value.of(folded + duplicates + rejected),
                    Value.of(folded),
                    Value.of(duplicates),
                    Value.of(rejected))));
  }

  /** How many events of a record are rejected; 0 if there is no such record. */
  int rejectedAt(DefinitionSpec spec, Vector<Loss> losses, Partition partition, long offset) {
    for (DecodedRecord record : decoded(new Scope(spec, losses), partition, offset + 1)) {
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
      for (DecodedRecord record : decoded(new Scope(spec, losses), partition, end)) {
        if (record.offset() >= from.at(partition) && record.offset() < end) {
          rejected += record.events().stream().filter(event -> event.event().isEmpty()).count();
        }
      }
    }
    return rejected;
  }

  /** The key of a random event in a view; none if the view has no rows. */
  Option<RowKey> randomKey(DefinitionSpec spec, String view, SplittableRandom random) {
    List<RowKey> found = new ArrayList<>();
    Scope all = new Scope(spec, Vector.empty());
    for (Partition partition : log.keySet()) {
      for (DecodedRecord record : decoded(all, partition, Long.MAX_VALUE)) {
        for (Event event : record.events()) {
          Option.of(event.keys().get(view)).forEach(found::add);
        }
      }
    }
    return found.isEmpty() ? Option.none() : Option.some(found.get(random.nextInt(found.size())));
  }

  private static boolean isSelected(Query.Fitted query, Labels labels, RowKey key) {
    View<?> view = query.presentation().view();
    List<Utf8> dimensions = key.dimensions();
    for (Map.Entry<String, Utf8> condition : query.selection().equal().entrySet()) {
      int index = view.dimensions().indexOf(condition.getKey());
      if (!dimensions.get(index).equals(condition.getValue())) {
        return false;
      }
    }
    for (Map.Entry<String, Utf8> condition : query.labels().entrySet()) {
      for (KeyColumn column : query.presentation().key()) {
        if (column instanceof KeyColumn.Label label
            && label.name().equals(condition.getKey())
            && !labels
                .of(label.name(), dimensions.get(label.index()))
                .equals(condition.getValue())) {
          return false;
        }
      }
    }
    long start = key.bucketStart();
    return view.bucket() == Bucket.ALWAYS
        || (start < query.selection().toSecond()
            && view.bucket().endOf(start) > query.selection().fromSecond());
  }

  @SuppressWarnings("unchecked") // the view accepted the event and made the state
  private static <T> void step(View<T> view, RowState state, Object event) {
    for (Measure<? super T, ?> measure : view.measures()) {
      step(measure, state, (T) event);
    }
  }

  private static <T, A> void step(Measure<? super T, A> measure, RowState state, T event) {
    measure.step().add(state.of(measure), event);
  }

  /** The decoded records of a partition from the origin on, at least up to an offset. */
  private List<DecodedRecord> decoded(Scope scope, Partition partition, long to) {
    Map<Partition, DecodedPartition> partitions =
        decodedOf.computeIfAbsent(scope, s -> new HashMap<>());
    DecodedPartition decoded = partitions.computeIfAbsent(partition, p -> new DecodedPartition());
    List<LoggedRecord> records = records(partition);
    if (decoded.next < records.size() && records.get(decoded.next).offset() < to) {
      decode(workloads.create(scope.spec()), scope, partition, decoded, records);
    }
    return decoded.records;
  }

  private <E> void decode(
      Workload<E> workload,
      Scope scope,
      Partition partition,
      DecodedPartition decoded,
      List<LoggedRecord> records) {
    for (; decoded.next < records.size(); decoded.next++) {
      LoggedRecord record = records.get(decoded.next);
      if (record.offset() < origin.at(partition) || scope.isLost(partition, record.offset())) {
        continue;
      }
      Collector<E> events =
          new Collector<>(workload, scope.spec(), record.offset(), decoded.lastOfId);
      String topic = partition.topic().name();
      if (record.value().isDefined()) {
        byte[] value = record.value().get();
        workload.newDecoder().decode(topic, value, 0, value.length, events);
      } else {
        workload.newDecoder().decodeAbsent(topic, events);
      }
      decoded.records.add(new DecodedRecord(record.offset(), events.collected));
    }
  }

  /** Collects the events of one record and applies the rule for duplicates. */
  private final class Collector<E> implements EventSink<E> {
    private final Workload<E> workload;
    private final DefinitionSpec spec;
    private final long offset;
    private final Map<Utf8, Long> lastOfId;
    private final List<Event> collected = new ArrayList<>();

    Collector(Workload<E> workload, DefinitionSpec spec, long offset, Map<Utf8, Long> lastOfId) {
      this.workload = workload;
      this.spec = spec;
      this.offset = offset;
      this.lastOfId = lastOfId;
    }

    @Override
    public void accept(E event) {
      collect(event, false);
    }

    @Override
    public void accept(E event, Utf8 id) {
      boolean isDuplicate = false;
      if (spec.duplicates().isDefined()) {
        Long last = lastOfId.put(id.detached(), offset);
        isDuplicate = last != null && offset - last <= spec.duplicates().get().horizon();
      }
      collect(event, isDuplicate);
    }

    @Override
    public void reject(Rejection rejection) {
      collected.add(new Event(Option.none(), false, Map.of()));
    }

    private void collect(E event, boolean isDuplicate) {
      Map<String, RowKey> rows = new HashMap<>();
      for (View<? extends E> view : workload.views()) {
        if (view.takes(event)) {
          rows.put(view.name(), keyOf(view, event));
        }
      }
      collected.add(new Event(Option.some(event), isDuplicate, rows));
    }
  }

  @SuppressWarnings("unchecked") // the view accepts the event
  private <T> RowKey keyOf(View<T> view, Object event) {
    view.writeKey((T) event, keys);
    return keys.toRowKey();
  }
}
