package io.anabranch.domain.fold;

import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The fold of a range of one partition: the rows of all views, and the balance, of the records in
 * {@code [from, next)}. It is a pure function of these records and, with a rule for duplicates, of
 * those within the horizon before them. Folds of adjacent ranges merge into the fold of both.
 *
 * <p>This is the only code that folds events: the speed layer uses a fold for each open slice, the
 * batch layer one for each thread. A fold is for one thread at a time.
 *
 * @param <E> the workload's event
 */
public final class Fold<E> {

  private final Partition partition;
  private final long from;
  private final EventDecoder<E> decoder;
  private final List<RowTable<?>> tables = new ArrayList<>();
  private final RowTable<Partition> balances = new RowTable<>(Balance.VIEW);
  private final RowKey balanceKey;
  private final Events events;

  /** The row of this partition; null before the first record. */
  private Balance balance = new Balance();

  private long next;

  private Fold(
      Workload<E> workload,
      EventDecoder<E> decoder,
      Partition partition,
      long from,
      Option<IdWindow> window,
      Consumer<RejectedEvent> rejections) {
    this.partition = partition;
    this.from = from;
    this.next = from;
    this.decoder = decoder;
    for (View<? extends E> view : workload.views()) {
      tables.add(new RowTable<>(view));
    }
    this.balanceKey = Balance.keyOf(partition);
    this.events = new Events(window, rejections);
  }

  /**
   * Folds one partition, range after adjacent range: it carries the decoder, and the ids within the
   * horizon, from one fold to the next.
   */
  public static final class Sequence<E> {
    private final Workload<E> workload;
    private final Partition partition;
    private final EventDecoder<E> decoder;
    private final Option<DuplicateRule> rule;
    private final Option<IdWindow> window;
    private final Consumer<RejectedEvent> rejections;

    private Sequence(
        Workload<E> workload,
        Partition partition,
        Option<DuplicateRule> rule,
        Consumer<RejectedEvent> rejections) {
      this.workload = workload;
      this.partition = partition;
      this.decoder = workload.newDecoder();
      this.rule = rule;
      this.window = rule.map(r -> new IdWindow(r.horizon()));
      this.rejections = rejections;
    }

    /**
     * The records whose ids must be {@linkplain #remember remembered} before a fold from an offset:
     * those within the horizon, not before the origin. Empty without a rule for duplicates.
     */
    public OffsetRange lookback(long offset, long origin) {
      long start = rule.map(r -> Math.max(origin, offset - r.horizon())).getOrElse(offset);
      return new OffsetRange(Math.min(start, offset), offset);
    }

    /** Remembers the ids of records before the first fold, in offset order. */
    public void remember(RecordBatch batch) {
      Fold<E> unused = new Fold<>(workload, decoder, partition, batch.from(), window, r -> {});
      unused.events.remembering = true;
      unused.add(batch);
    }

    /** Starts a fold at an offset, adjacent to what was folded or remembered before. */
    public Fold<E> from(long offset) {
      return new Fold<>(workload, decoder, partition, offset, window, rejections);
    }
  }

  /** Starts folding a partition. Rejected events are passed to a consumer. */
  public static <E> Sequence<E> of(
      Workload<E> workload,
      Partition partition,
      Option<DuplicateRule> rule,
      Consumer<RejectedEvent> rejections) {
    return new Sequence<>(workload, partition, rule, rejections);
  }

  public Partition partition() {
    return partition;
  }

  /** The folded positions. */
  public OffsetRange range() {
    return new OffsetRange(from, next);
  }

  /** The outcomes of the events of this fold, merged folds included. */
  public Balance balance() {
    Balance sum = new Balance();
    for (int row = 0; row < balances.rows(); row++) {
      balances.show(row, (view, key, version, state) -> sum.add(state.of(Balance.MEASURE)));
    }
    return sum;
  }

  /** The number of rows of all views. */
  public long rowCount() {
    return tables.stream().mapToLong(RowTable::rows).sum() + balances.rows();
  }

  /**
   * Folds the records of a batch.
   *
   * @throws IllegalArgumentException if the batch is of another partition or does not start where
   *     this fold ends
   */
  public void add(RecordBatch batch) {
    if (!batch.partition().equals(partition) || batch.from() != next) {
      throw new IllegalArgumentException(
          "the fold of "
              + partition
              + " ends at "
              + next
              + ": it cannot add "
              + batch.partition()
              + batch.range());
    }
    next = batch.next();
    if (batch.size() == 0) {
      return;
    }
    balance = (Balance) balances.part(balanceKey, 0, batch.offset(batch.size() - 1) + 1);
    String topic = partition.topic().name();
    byte[] bytes = batch.bytes();
    for (int i = 0; i < batch.size(); i++) {
      events.at(batch.offset(i));
      if (batch.hasValue(i)) {
        decoder.decode(topic, bytes, batch.valueStart(i), batch.valueLength(i), events);
      } else {
        decoder.decodeAbsent(topic, events);
      }
    }
  }

  /**
   * Merges another fold of the same workload. Its range must be disjoint, of any partition. The
   * range of this fold does not change.
   */
  public void merge(Fold<E> other) {
    for (int i = 0; i < tables.size(); i++) {
      merge(tables.get(i), other.tables.get(i));
    }
    balances.merge(other.balances);
  }

  @SuppressWarnings("unchecked") // both tables are of the same view
  private static <T> void merge(RowTable<T> into, RowTable<?> from) {
    into.merge((RowTable<T>) from);
  }

  /** Visits the rows that changed since {@link #forgetChanges}, or since the start. */
  public void changedRows(RowVisitor visitor) {
    tables.forEach(table -> table.changed(visitor));
    balances.changed(visitor);
  }

  public void forgetChanges() {
    tables.forEach(RowTable::forgetChanges);
    balances.forgetChanges();
  }

  /** All rows by key, view by view in the order of {@link Workload#storedViews}. */
  public Rows rows() {
    return new Rows();
  }

  /** A single pass over the rows of a fold to which nothing is added meanwhile. */
  public final class Rows {
    private int table = -1;
    private int[] order = new int[0];
    private int at;

    /** Visits the next row. Returns whether there was one. */
    public boolean next(RowVisitor visitor) {
      while (at == order.length) {
        table++;
        if (table > tables.size()) {
          table--;
          return false;
        }
        order = current().sorted();
        at = 0;
      }
      current().show(order[at++], visitor);
      return true;
    }

    private RowTable<?> current() {
      return table < tables.size() ? tables.get(table) : balances;
    }
  }

  private final class Events implements EventSink<E> {
    private final Option<IdWindow> window;
    private final Consumer<RejectedEvent> rejections;
    private boolean remembering;
    private long offset;
    private int index;

    private Events(Option<IdWindow> window, Consumer<RejectedEvent> rejections) {
      this.window = window;
      this.rejections = rejections;
    }

    private void at(long recordOffset) {
      offset = recordOffset;
      index = 0;
      balance.countRecord();
    }

    @Override
    public void accept(E event) {
      if (window.isDefined()) {
        throw new IllegalStateException(
            "the definition looks for duplicates, and the decoder of "
                + partition.topic().name()
                + " tells no ids: create it with the definition's event id");
      }
      balance.countRead();
      index++;
      fold(event);
    }

    @Override
    public void accept(E event, Utf8 id) {
      balance.countRead();
      index++;
      if (window.isDefined() && window.get().repeats(id, offset)) {
        balance.countDuplicate();
      } else {
        fold(event);
      }
    }

    private void fold(E event) {
      if (remembering) {
        return;
      }
      balance.countFolded();
      long version = offset + 1;
      for (int i = 0; i < tables.size(); i++) {
        addIfTaken(tables.get(i), event, version);
      }
    }

    @Override
    public void reject(Rejection rejection) {
      balance.countRead();
      balance.countRejected();
      rejections.accept(new RejectedEvent(partition, offset, index, rejection));
      index++;
    }
  }

  @SuppressWarnings("unchecked") // the view accepts the event
  private static <T> void addIfTaken(RowTable<T> table, Object event, long version) {
    if (table.view().takes(event)) {
      table.add((T) event, version);
    }
  }
}
