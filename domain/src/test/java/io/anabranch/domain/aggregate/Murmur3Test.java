package io.anabranch.domain.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.event.Utf8;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Murmur3Test {

  private static long hash(String text, int seed) {
    return Murmur3.hash(Utf8.of(text), seed);
  }

  @Test
  void agreesWithTheReferenceFunction() {
    assertThat(hash("", 0)).isZero();
    assertThat(hash("hello", 0)).isEqualTo(0xcbd8a7b341bd9b02L);
    assertThat(hash("hello, world", 0)).isEqualTo(0x342fac623a5ebc8eL);
    assertThat(hash("19 Jan 2038 at 3:14:07 AM", 0)).isEqualTo(0xb89e5988b737affcL);
    assertThat(hash("The quick brown fox jumps over the lazy dog.", 0))
        .isEqualTo(0xcd99481f9ee902c9L);
    assertThat(hash("", 1)).isEqualTo(0x4610abe56eff5cb5L);
    assertThat(hash("hello", 1)).isEqualTo(0xa78ddff5adae8d10L);
  }

  @Test
  void hashesTheBytesOfASliceAlone() {
    byte[] record = "{\"id\":\"hello\"}".getBytes(StandardCharsets.UTF_8);

    assertThat(Murmur3.hash(Utf8.slice(record, 7, 5), 0)).isEqualTo(hash("hello", 0));
  }

  @Test
  void everyByteOfEveryLengthCounts() {
    for (int length = 1; length <= 40; length++) {
      byte[] bytes = new byte[length];
      long zeros = Murmur3.hash(Utf8.slice(bytes, 0, length), 0);
      for (int i = 0; i < length; i++) {
        byte[] changed = bytes.clone();
        changed[i] = (byte) 0x80;
        assertThat(Murmur3.hash(Utf8.slice(changed, 0, length), 0)).isNotEqualTo(zeros);
      }
    }
  }
}
