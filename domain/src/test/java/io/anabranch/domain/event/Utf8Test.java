package io.anabranch.domain.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class Utf8Test {

  @Test
  void textComesBackWithLoneSurrogatesAndPairs() {
    for (String text :
        new String[] {
          "", "a", "é€", "\uD83D\uDE00", "x\uD83Dy", "\uDE00\uD83D", "\uD83D", "\uD7FF"
        }) {
      assertThat(Utf8.of(text).toString()).isEqualTo(text);
    }
    assertThat(Utf8.of("\uD83D\uDE00").toBytes())
        .isEqualTo("\uD83D\uDE00".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void orderIsOfCodePoints() {
    assertThat(Utf8.of("\uFFFF")).isLessThan(Utf8.of("\uD83D\uDE00"));
    assertThat(Utf8.of("\uD83D")).isLessThan(Utf8.of("\uE000"));
    assertThat(Utf8.of("a")).isLessThan(Utf8.of("aa"));
  }

  @Test
  void sliceEqualsTheSameTextElsewhere() {
    Utf8 slice = Utf8.slice(new byte[] {'x', 'a', 'b', 'y'}, 1, 2);

    assertThat(slice).isEqualTo(Utf8.of("ab")).hasSameHashCodeAs(Utf8.of("ab"));
    assertThat(slice.detached()).isEqualTo(slice).isNotSameAs(slice);
  }
}
