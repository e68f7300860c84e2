package io.anabranch.domain.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.event.Utf8;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RowKeyTest {

  @Test
  void keyOfAnyBytesComesBack() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] one = new byte[random.nextInt(300)];
      byte[] other = new byte[random.nextInt(3)];
      random.nextBytes(one);
      random.nextBytes(other);
      List<Utf8> dimensions =
          List.of(Utf8.slice(one, 0, one.length), Utf8.slice(other, 0, other.length));
      long bucket = random.nextLong();

      RowKey key = RowKey.ofBytes(RowKey.of(dimensions, bucket).toBytes());

      assertThat(key.dimensions()).isEqualTo(dimensions);
      assertThat(key.bucketStart()).isEqualTo(bucket);
    }
  }

  @Test
  void keysOrderByTheirBytesUnsigned() {
    RowKey low = RowKey.of(List.of(Utf8.of("a")), 1);
    RowKey high = RowKey.of(List.of(Utf8.slice(new byte[] {(byte) 0xFF}, 0, 1)), 0);

    assertThat(low).isLessThan(high);
    assertThat(low.compareTo(high))
        .isEqualTo(Arrays.compareUnsigned(low.toBytes(), high.toBytes()));
    assertThat(RowKey.of(List.of(Utf8.of("a")), 2)).isGreaterThan(low);
  }

  @Test
  void keysOfOtherDimensionsDifferEvenIfTheirTextsJoinAlike() {
    assertThat(RowKey.of(List.of(Utf8.of("ab"), Utf8.of("c")), 0))
        .isNotEqualTo(RowKey.of(List.of(Utf8.of("a"), Utf8.of("bc")), 0));
  }

  @Test
  void bytesThatAreNoKeyAreRefused() {
    assertThatThrownBy(() -> RowKey.ofBytes(new byte[7]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RowKey.ofBytes(new byte[] {9, 0, 0, 0, 0, 0, 0, 0, 0}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
