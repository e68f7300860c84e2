package io.anabranch.apps.live;

import io.anabranch.apps.log.RetainedLog;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Goes once through the log and what is archived of it, one event after the other, from the origin
 * on, and tells of each event that counts. It knows no slices, rows or segments.
 */
final class Recount<E> {

  private final RetainedLog log;
  private final Workload<E> workload;
  private final Option<DuplicateRule> rule;
  private final Consumer<? super E> counted;
  private final Map<Partition, Track> tracks = new TreeMap<>();
  private long read;
  private long counts;
  private long repeats;
  private long rejects;

  Recount(
      RetainedLog log,
      Workload<E> workload,
      Option<DuplicateRule> rule,
      Consumer<? super E> counted) {
    this.log = log;
    this.workload = workload;
    this.rule = rule;
    this.counted = counted;
  }

  /**
   * Goes on, exactly to a vector.
   *
   * @return whether it stands there: not if it had passed it before
   */
  boolean walk(OffsetVector to) throws StoreFailure {
    boolean isThere = true;
    for (Partition partition : to.partitions()) {
      Track track = tracks.computeIfAbsent(partition, Track::new);
      isThere &= track.next <= to.at(partition);
    }
    for (Map.Entry<Partition, Track> track : tracks.entrySet()) {
      isThere &= track.getValue().next <= to.at(track.getKey());
    }
    if (isThere) {
      for (Partition partition : to.partitions()) {
        Track track = tracks.computeIfAbsent(partition, Track::new);
        log.forEach(partition, new OffsetRange(track.next, to.at(partition)), track::walk);
      }
    }
    return isThere;
  }

  /** What became of the events, as a line. */
  String balance() {
    return "read "
        + read
        + " = folded "
        + counts
        + " + duplicate "
        + repeats
        + " + rejected "
        + rejects;
  }

  private final class Track implements EventSink<E> {
    private final String topic;
    private final EventDecoder<E> decoder = workload.newDecoder();
    private final Map<Utf8, Long> lastSeen = new HashMap<>();
    private long offset;
    private long next;

    Track(Partition partition) {
      this.topic = partition.topic().name();
    }

    void walk(RecordBatch batch) {
      for (int i = 0; i < batch.size(); i++) {
        offset = batch.offset(i);
        if (batch.hasValue(i)) {
          decoder.decode(topic, batch.bytes(), batch.valueStart(i), batch.valueLength(i), this);
        } else {
          decoder.decodeAbsent(topic, this);
        }
      }
      next = batch.next();
      long horizon = rule.map(DuplicateRule::horizon).getOrElse(0L);
      lastSeen.values().removeIf(seen -> seen < next - horizon);
    }

    @Override
    public void accept(E event) {
      read++;
      counts++;
      counted.accept(event);
    }

    @Override
    public void accept(E event, Utf8 id) {
      Long before = rule.isEmpty() ? null : lastSeen.put(id.detached(), offset);
      if (before != null && offset - before <= rule.get().horizon()) {
        read++;
        repeats++;
      } else {
        accept(event);
      }
    }

    @Override
    public void reject(Rejection rejection) {
      read++;
      rejects++;
    }
  }
}
