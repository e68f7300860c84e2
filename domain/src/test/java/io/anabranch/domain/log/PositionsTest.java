package io.anabranch.domain.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.control.Option;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class PositionsTest {

  private static final Topic TOPIC = new Topic("t", new UUID(0, 1));
  private static final Partition ONE = new Partition(TOPIC, 1);
  private static final Partition TWO = new Partition(TOPIC, 2);

  @Test
  void vectorsAreEqualWhenEveryOffsetIs() {
    assertThat(OffsetVector.of(Map.of(ONE, 0L, TWO, 3L))).isEqualTo(OffsetVector.of(TWO, 3));
    assertThat(OffsetVector.of(ONE, 0)).isEqualTo(OffsetVector.ZERO);
    assertThat(OffsetVector.of(ONE, 5).with(ONE, 0)).isEqualTo(OffsetVector.ZERO);
    assertThatThrownBy(() -> OffsetVector.of(ONE, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void vectorsCoverAndCombineOffsetByOffset() {
    OffsetVector left = OffsetVector.of(Map.of(ONE, 5L, TWO, 1L));
    OffsetVector right = OffsetVector.of(ONE, 3).with(TWO, 2);

    assertThat(left.covers(right)).isFalse();
    assertThat(left.max(right)).isEqualTo(OffsetVector.of(Map.of(ONE, 5L, TWO, 2L)));
    assertThat(left.min(right)).isEqualTo(OffsetVector.of(Map.of(ONE, 3L, TWO, 1L)));
    assertThat(left.max(right).covers(left)).isTrue();
    assertThat(left.covers(OffsetVector.ZERO)).isTrue();
    assertThat(left.min(OffsetVector.ZERO)).isEqualTo(OffsetVector.ZERO);
  }

  @Test
  void slicesTileTheOffsets() {
    for (int bits : new int[] {0, 1, 7, SliceBits.MAX}) {
      SliceBits slices = new SliceBits(bits);
      for (long offset : new long[] {0, 1, 127, 128, 1L << 41, (1L << 62) + 5}) {
        long slice = slices.sliceOf(offset);
        assertThat(offset).isBetween(slices.startOf(slice), slices.endOf(slice) - 1);
        assertThat(slices.floor(offset)).isEqualTo(slices.startOf(slice));
        assertThat(slices.endAfter(offset)).isEqualTo(slices.startOf(slice + 1));
      }
    }
    assertThatThrownBy(() -> new SliceBits(41)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void partOfABatchSpeaksForItsPositionsAndKeepsAbsentAndEmptyApart() {
    RecordBatch.Builder builder = RecordBatch.builder(ONE, 10);
    for (int i = 0; i < 40; i++) {
      Option<byte[]> bytes =
          i % 3 == 0 ? Option.none() : Option.some(new byte[i % 3 == 1 ? 0 : 100]);
      builder.add(11 + 2L * i, i, bytes, bytes);
    }
    RecordBatch batch = builder.build(95);

    RecordBatch part = batch.within(12, 18);

    assertThat(part.range()).isEqualTo(new OffsetRange(12, 18));
    assertThat(part.size()).isEqualTo(3);
    assertThat(part.offset(0)).isEqualTo(13);
    assertThat(part.value(0).get()).isEmpty();
    assertThat(part.value(1).get()).hasSize(100);
    assertThat(part.hasValue(2)).isFalse();
    assertThat(part.key(2)).isEqualTo(Option.none());
    assertThat(batch.within(91, 95).size()).isZero();
    assertThat(batch.indexOf(94)).isEqualTo(40);
    assertThatThrownBy(() -> batch.within(9, 12)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.build(89)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.add(89, 0, Option.none(), Option.none()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCompactBatchHoldsTheSameRecordsAndNothingElse() {
    RecordBatch.Builder builder = RecordBatch.builder(ONE, 10);
    for (int i = 0; i < 200; i++) {
      Option<byte[]> key = i % 3 == 0 ? Option.none() : Option.some(new byte[] {(byte) i});
      Option<byte[]> value = i % 5 == 0 ? Option.none() : Option.some(new byte[] {(byte) i, 7});
      builder.add(11 + 2L * i, i, key, value);
    }
    RecordBatch part = builder.build(420).within(100, 200);

    RecordBatch compact = part.compact();

    assertThat(compact.range()).isEqualTo(part.range());
    assertThat(compact.partition()).isEqualTo(ONE);
    assertThat(compact.size()).isEqualTo(part.size());
    int bytes = 0;
    for (int i = 0; i < part.size(); i++) {
      assertThat(compact.offset(i)).isEqualTo(part.offset(i));
      assertThat(compact.timestamp(i)).isEqualTo(part.timestamp(i));
      assertThat(compact.key(i).map(k -> k[0])).isEqualTo(part.key(i).map(k -> k[0]));
      assertThat(compact.value(i).map(v -> v[0])).isEqualTo(part.value(i).map(v -> v[0]));
      bytes += part.key(i).map(k -> k.length).getOrElse(0);
      bytes += part.value(i).map(v -> v.length).getOrElse(0);
    }
    assertThat(compact.bytes()).hasSize(bytes);
    assertThat(part.bytes().length).isGreaterThan(bytes);
    assertThat(RecordBatch.empty(ONE, 3, 9).compact().range()).isEqualTo(new OffsetRange(3, 9));
  }
}
