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
 * Goes through the records of one partition from the origin on and tells of each event whether it
 * counts. It states the rule for duplicates a second time, from the definition's words and not from
 * the fold's code, so that a fault in one of them shows. One thread at a time.
 *
 * @param <E> the workload's event
 */
public final class EventWalk<E> {

  /** Is told what the walk meets, in the order of the log. */
  public interface Visitor<E> {

    /** A record; what is told until the next one stands in it. */
    void record(long offset);

    /** An event that counts. What it refers to may be a slice of the record. */
    void counts(long offset, E event);

    /** An event whose id stands in the log within the horizon before it. */
    void repeats(long offset);

    /** An event that cannot be one. */
    void rejects(long offset);
  }

  private record Seen(Utf8 id, long offset) {}

  private final String topic;
  private final EventDecoder<E> decoder;
  private final Option<DuplicateRule> rule;
  private final Map<Utf8, Long> lastSeen = new HashMap<>();
  private final ArrayDeque<Seen> order = new ArrayDeque<>();

  /**
   * A walk that starts where counting starts: no id is known.
   *
   * @param rule which events are repeats, if any are looked for
   */
  public EventWalk(Workload<E> workload, Partition partition, Option<DuplicateRule> rule) {
    this.topic = partition.topic().name();
    this.decoder = workload.newDecoder();
    this.rule = rule;
  }

  /** Goes through a batch; batches come in the order of their offsets, without a gap. */
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
