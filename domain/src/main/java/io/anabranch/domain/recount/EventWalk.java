package io.anabranch.domain.recount;

import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.view.Workload;
import io.vavr.control.Option;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Walks through the records of one partition from the origin on, and determines of each event
 * whether it counts. It implements the rule for duplicates independently of the fold, so that an
 * error in either shows. For one thread at a time.
 *
 * @param <E> the workload's event
 */
public final class EventWalk<E> {

  /** Receives the outcomes of the walk, in the order of the log. */
  public interface Visitor<E> {

    /** A record. The events up to the next call belong to it. */
    void record(long offset);

    /** An event that counts. Its texts may be slices of the record. */
    void counts(long offset, E event);

    /** A duplicate: an event whose id occurs in the log within the horizon before it. */
    void repeats(long offset);

    /** A rejected event. */
    void rejects(long offset);
  }

  private record Seen(Utf8 id, long offset) {}

  private final String topic;
  private final EventDecoder<E> decoder;
  private final Option<DuplicateRule> rule;
  private final Map<Utf8, Long> lastSeen = new HashMap<>();
  private final ArrayDeque<Seen> order = new ArrayDeque<>();

  /**
   * A walk from the origin, where no id is known.
   *
   * @param rule the rule for duplicates, if any
   */
  public EventWalk(Workload<E> workload, Partition partition, Option<DuplicateRule> rule) {
    this.topic = partition.topic().name();
    this.decoder = workload.newDecoder();
    this.rule = rule;
  }

  /** Walks through a batch. Batches must be in offset order without gaps. */
  public void walk(RecordBatch batch, Visitor<? super E> visitor) {
    for (int i = 0; i < batch.size(); i++) {
      long offset = batch.offset(i);
      visitor.record(offset);
      Teller teller = new Teller(offset, visitor);
      if (batch.hasValue(i)) {
        decoder.decode(topic, batch.bytes(), batch.valueStart(i), batch.valueLength(i), teller);
      } else {
        decoder.decodeAbsent(topic, teller);
      }
    }
  }

  private boolean isRepeat(Utf8 id, long offset, long horizon) {
    while (!order.isEmpty() && order.peekFirst().offset() < offset - horizon) {
      Seen old = order.removeFirst();
      lastSeen.remove(old.id(), old.offset());
    }
    Utf8 kept = id.detached();
    Long before = lastSeen.put(kept, offset);
    order.addLast(new Seen(kept, offset));
    return before != null && offset - before <= horizon;
  }

  private final class Teller implements EventSink<E> {
    private final long offset;
    private final Visitor<? super E> visitor;

    private Teller(long offset, Visitor<? super E> visitor) {
      this.offset = offset;
      this.visitor = visitor;
    }

    @Override
    public void accept(E event) {
      visitor.counts(offset, event);
    }

    @Override
    public void accept(E event, Utf8 id) {
      if (rule.isDefined() && isRepeat(id, offset, rule.get().horizon())) {
        visitor.repeats(offset);
      } else {
        visitor.counts(offset, event);
      }
    }

    @Override
    public void reject(Rejection rejection) {
      visitor.rejects(offset);
    }
  }
}
