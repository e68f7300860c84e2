package io.anabranch.ports;

import java.util.Arrays;
import java.util.HexFormat;

/** The bytes of a state, as a {@link StateCodec} wrote them. Immutable. */
public final class StateBytes {

  private final byte[] bytes;

  private StateBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  public static StateBytes of(byte[] bytes) {
    return new StateBytes(bytes.clone());
  }

  public int length() {
    return bytes.length;
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StateBytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
