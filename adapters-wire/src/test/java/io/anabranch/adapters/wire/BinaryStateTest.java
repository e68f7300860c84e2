package io.anabranch.adapters.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.aggregate.MalformedStateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BinaryStateTest {

  private static final List<Long> LONGS =
      List.of(
          0L,
          -1L,
          1L,
          63L,
          -64L,
          64L,
          -65L,
          300L,
          -8192L,
          1L << 53,
          Long.MAX_VALUE,
          Long.MIN_VALUE);
  private static final List<Double> DOUBLES =
      List.of(0.0, 1.0, -1.5, 0.1, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE);

  private static byte[] written(Consumer<BinaryStateWriter> content) {
    BinaryStateWriter writer = new BinaryStateWriter();
    content.accept(writer);
    return writer.toBytes();
  }

  @Test
  void integersAreStoredAsTheyAlwaysWere() throws IOException {
    assertThat(written(writer -> LONGS.forEach(writer::writeLong)))
        .isEqualTo(Golden.bytes("longs-v1"));

    BinaryStateReader reader = new BinaryStateReader(Golden.bytes("longs-v1"));
    LONGS.forEach(value -> assertThat(reader.readLong()).isEqualTo(value));
    reader.finish();
  }

  @Test
  void fixedBitsAndDoublesAreStoredAsTheyAlwaysWere() throws IOException {
    assertThat(
            written(
                writer -> {
                  writer.writeFixed(0x0123456789ABCDEFL);
                  writer.writeFixed(-1);
                  DOUBLES.forEach(writer::writeDouble);
                }))
        .isEqualTo(Golden.bytes("bits-v1"));

    BinaryStateReader reader = new BinaryStateReader(Golden.bytes("bits-v1"));
    assertThat(reader.readFixed()).isEqualTo(0x0123456789ABCDEFL);
    assertThat(reader.readFixed()).isEqualTo(-1);
    DOUBLES.forEach(value -> assertThat(reader.readDouble()).isEqualTo(value));
    reader.finish();
  }

  @Test
  void bytesAreStoredAsTheyAlwaysWere() throws IOException {
    byte[] name = "mañana".getBytes(StandardCharsets.UTF_8);
    byte[] longer = new byte[200];
    assertThat(
            written(
                writer -> {
                  writer.writeBytes(new byte[0]);
                  writer.writeBytes(name);
                  writer.writeBytes(longer);
                  writer.writeLong(7);
                }))
        .isEqualTo(Golden.bytes("bytes-v1"));

    BinaryStateReader reader = new BinaryStateReader(Golden.bytes("bytes-v1"));
    assertThat(reader.readBytes()).isEmpty();
    assertThat(reader.readBytes()).isEqualTo(name);
    assertThat(reader.readBytes()).isEqualTo(longer);
    assertThat(reader.readLong()).isEqualTo(7);
    reader.finish();
  }

  @Test
  void anyContentIsReadBackFromAnyPlace() {
    long seed = 7;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      long integer = random.nextLong() >> random.nextInt(64);
      long bits = random.nextLong();
      double real = random.nextGaussian();
      byte[] content = new byte[random.nextInt(100)];
      random.nextBytes(content);
      byte[] bytes =
          written(
              writer -> {
                writer.writeBytes(content);
                writer.writeLong(integer);
                writer.writeDouble(real);
                writer.writeFixed(bits);
              });
      byte[] block = new byte[bytes.length + 9];
      System.arraycopy(bytes, 0, block, 4, bytes.length);

      BinaryStateReader reader = new BinaryStateReader(block, 4, bytes.length);

      assertThat(reader.readBytes()).isEqualTo(content);
      assertThat(reader.readLong()).as("seed %d", seed).isEqualTo(integer);
      assertThat(reader.readDouble()).isEqualTo(real);
      assertThat(reader.readFixed()).isEqualTo(bits);
      reader.finish();
    }
  }

  @Test
  void clearedWriterStartsAnotherState() {
    BinaryStateWriter writer = new BinaryStateWriter();
    writer.writeLong(1);
    writer.clear();
    writer.writeLong(2);

    assertThat(writer.toBytes()).isEqualTo(written(fresh -> fresh.writeLong(2)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void noStateHoldsSuchADouble(double value) {
    BinaryStateWriter writer = new BinaryStateWriter();

    assertThatThrownBy(() -> writer.writeDouble(value))
        .isInstanceOf(IllegalArgumentException.class);
    writer.writeFixed(Double.doubleToRawLongBits(value));
    BinaryStateReader reader = new BinaryStateReader(writer.toBytes());
    assertThatThrownBy(reader::readDouble)
        .isInstanceOf(MalformedStateException.class)
        .hasMessageStartingWith("at byte 1: invalid double");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'at byte 0: truncated, expected version'",
    "02, 'at byte 0: unsupported version 2, expected 1'"
  })
  void refusesAnotherVersion(String hex, String message) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThatThrownBy(() -> new BinaryStateReader(bytes))
        .isInstanceOf(MalformedStateException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "01, 'at byte 1: truncated, expected integer'",
    "0180, 'at byte 2: truncated, expected integer'",
    "018000, at byte 1: integer is not in canonical form",
    "01ffffffffffffffffff02, at byte 1: integer is not in canonical form",
    "01ffffffffffffffffffff01, at byte 1: integer has more than 64 bits"
  })
  void refusesAnIntegerThatIsCutOffOrOtherwiseWritten(String hex, String message) {
    BinaryStateReader reader = new BinaryStateReader(HexFormat.of().parseHex(hex));

    assertThatThrownBy(reader::readLong)
        .isInstanceOf(MalformedStateException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "0102ff, at byte 1: invalid length of 2 bytes",
    "01ffffffffffffffffff01, at byte 1: invalid length of 18446744073709551615 bytes"
  })
  void refusesBytesThatEndEarly(String hex, String message) {
    BinaryStateReader reader = new BinaryStateReader(HexFormat.of().parseHex(hex));

    assertThatThrownBy(reader::readBytes)
        .isInstanceOf(MalformedStateException.class)
        .hasMessage(message);
  }

  @Test
  void refusesFixedBitsThatEndEarly() {
    BinaryStateReader reader = new BinaryStateReader(new byte[] {1, 0, 0});

    assertThatThrownBy(reader::readFixed)
        .isInstanceOf(MalformedStateException.class)
        .hasMessage("at byte 1: truncated, expected eight bytes");
  }

  @Test
  void refusesBytesLeftOver() {
    BinaryStateReader reader = new BinaryStateReader(new byte[] {1, 2, 0});
    assertThat(reader.readLong()).isEqualTo(1);

    assertThatThrownBy(reader::finish)
        .isInstanceOf(MalformedStateException.class)
        .hasMessage("at byte 2: 1 trailing bytes");
  }
}
