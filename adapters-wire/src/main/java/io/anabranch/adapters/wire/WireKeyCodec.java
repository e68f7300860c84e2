package io.anabranch.adapters.wire;

import io.anabranch.domain.view.RowKey;
import io.anabranch.ports.KeyCodec;
import io.anabranch.ports.StoreFailure;
import java.util.Arrays;

/** Encodes a key as a version and the bytes of the {@link RowKey}, which sort as the keys do. */
public final class WireKeyCodec implements KeyCodec {

  private static final byte VERSION = 1;

  @Override
  public byte[] encode(RowKey key) {
    byte[] content = key.toBytes();
    byte[] bytes = new byte[1 + content.length];
    bytes[0] = VERSION;
    System.arraycopy(content, 0, bytes, 1, content.length);
    return bytes;
  }

  @Override
  public RowKey decode(byte[] bytes) throws StoreFailure.Corrupt {
    if (bytes.length == 0 || bytes[0] != VERSION) {
      throw new StoreFailure.Corrupt(
          bytes.length == 0 ? "a key is empty" : "a key has unsupported version " + bytes[0]);
    }
    try {
      return RowKey.ofBytes(Arrays.copyOfRange(bytes, 1, bytes.length));
    } catch (IllegalArgumentException e) {
      throw new StoreFailure.Corrupt("a key is invalid: " + e.getMessage(), e);
    }
  }
}
