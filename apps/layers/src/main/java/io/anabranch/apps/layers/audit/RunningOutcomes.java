package io.anabranch.apps.layers.audit;

import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.recount.Outcomes;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** Counts the outcomes of the events of one partition, up to offsets that are requested before. */
final class RunningOutcomes {

  /**
   * The outcomes of the events before an offset.
   *
   * @param slices how many slices have a record before the offset
   */
  record Before(Outcomes outcomes, long slices) {

    static final Before ANY = new Before(Outcomes.NONE, 0);

    Before plus(Before other) {
      return new Before(outcomes.plus(other.outcomes), slices + other.slices);
    }

    Before minus(Before part) {
      return new Before(outcomes.minus(part.outcomes), slices - part.slices);
    }
  }

  private final SliceBits bits;
  private final TreeSet<Long> awaited = new TreeSet<>();
  private final Map<Long, Before> passed = new HashMap<>();
  private long nextAwaited = Long.MAX_VALUE;
  private long lastSlice = -1;
  private long slices;
  private long records;
  private long read;
  private long folded;
  private long duplicate;
  private long rejected;

  RunningOutcomes(SliceBits bits) {
    this.bits = bits;
  }

  /** Requests the outcomes before an offset, which must not be before the next record. */
  void await(long offset) {
    if (!passed.containsKey(offset)) {
      awaited.add(offset);
      nextAwaited = awaited.first();
    }
  }

  /** The outcomes before an offset that was requested and that the walk has reached. */
  Before before(long offset) {
    Before then = passed.get(offset);
    return then == null ? now() : then;
  }

  void record(long offset) {
    while (nextAwaited <= offset) {
      passed.put(awaited.pollFirst(), now());
      nextAwaited = awaited.isEmpty() ? Long.MAX_VALUE : awaited.first();
    }
    records++;
    if (bits.sliceOf(offset) != lastSlice) {
      lastSlice = bits.sliceOf(offset);
      slices++;
    }
  }

  void folded() {
    read++;
    folded++;
  }

  void duplicate() {
    read++;
    duplicate++;
  }

  void rejected() {
    read++;
    rejected++;
  }

  private Before now() {
    return new Before(new Outcomes(records, read, folded, duplicate, rejected), slices);
  }
}
