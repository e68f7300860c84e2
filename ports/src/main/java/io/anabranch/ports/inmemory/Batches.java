package io.anabranch.ports.inmemory;

import io.anabranch.domain.log.RecordBatch;
import io.vavr.control.Option;

/** Operations on stored batches. */
final class Batches {

  private Batches() {}

  /** The records from a position of a batch on, {@code maxRecords} at most. */
  static RecordBatch from(RecordBatch batch, long position, int maxRecords) {
    if (maxRecords < 1) {
      throw new IllegalArgumentException("maxRecords is " + maxRecords + ": it must be 1 or more");
    }
    long last = (long) batch.indexOf(position) + maxRecords - 1;
    long next = last < batch.size() - 1 ? batch.offset((int) last) + 1 : batch.next();
    return batch.within(position, next);
  }

  /** A copy with a changed record. */
  static RecordBatch damaged(RecordBatch batch) {
    RecordBatch.Builder builder = RecordBatch.builder(batch.partition(), batch.from());
    for (int i = 0; i < batch.size(); i++) {
      Option<byte[]> value = batch.value(i);
      builder.add(
          batch.offset(i),
          batch.timestamp(i),
          batch.key(i),
          i == 0 ? Option.some(damaged(value.getOrElse(new byte[0]))) : value);
    }
    return builder.build(batch.next());
  }

  private static byte[] damaged(byte[] bytes) {
    byte[] other = bytes.length == 0 ? new byte[1] : bytes.clone();
    other[0] ^= 1;
    return other;
  }
}
