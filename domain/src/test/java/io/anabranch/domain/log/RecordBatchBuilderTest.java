package io.anabranch.domain.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Option;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class RecordBatchBuilderTest {

  private static final Partition PARTITION = new Partition(new Topic("t", new UUID(1, 2)), 0);

  @Test
  void copiesTheRemainingBytesOfBuffersWithoutChangingThem() {
    ByteBuffer key = ByteBuffer.wrap(new byte[] {9, 1, 2, 9}).position(1).limit(3);
    ByteBuffer value = ByteBuffer.allocateDirect(5).put(new byte[] {9, 9, 3, 4, 5}).position(2);
    ByteBuffer none = ByteBuffer.allocate(0);
    RecordBatch.Builder built = RecordBatch.builder(PARTITION, 5, 1, 0);

    built.addRemaining(5, 50, Option.some(key), Option.some(value));
    built.addRemaining(7, 70, Option.none(), Option.some(none));
    built.addRemaining(8, 80, Option.some(none), Option.none());
    RecordBatch batch = built.build(10);
    key.put(1, (byte) 77);

    assertThat(batch.key(0).get()).containsExactly(1, 2);
    assertThat(batch.value(0).get()).containsExactly(3, 4, 5);
    assertThat(batch.key(1)).isEmpty();
    assertThat(batch.value(1).get()).isEmpty();
    assertThat(batch.key(2).get()).isEmpty();
    assertThat(batch.value(2)).isEmpty();
    assertThat(batch.offset(2)).isEqualTo(8);
    assertThat(batch.timestamp(2)).isEqualTo(80);
    assertThat(key.remaining() + value.remaining()).isEqualTo(5);
  }
}
