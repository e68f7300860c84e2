package io.anabranch.ports.contract;

import static io.anabranch.ports.contract.Fixtures.awkwardKeys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.view.RowKey;
import io.anabranch.ports.KeyCodec;
import io.anabranch.ports.StateBytes;
import io.anabranch.ports.StoreFailure;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Contract of codecs of keys. */
public abstract class KeyCodecContract {

  protected abstract KeyCodec codec();

  @Test
  public final void anyKeyIsReadBackAsItWas() throws Exception {
    for (RowKey key : awkwardKeys()) {
      assertThat(codec().decode(codec().encode(key))).isEqualTo(key);
    }
    RowKey ofNoDimensions = RowKey.of(List.of(), Long.MIN_VALUE);
    assertThat(codec().decode(codec().encode(ofNoDimensions))).isEqualTo(ofNoDimensions);
  }

  @Test
  public final void equalKeysHaveEqualBytesAndOthersOthers() {
    Map<StateBytes, RowKey> byBytes = new HashMap<>();
    for (RowKey key : awkwardKeys()) {
      StateBytes bytes = StateBytes.of(codec().encode(key));
      assertThat(byBytes.getOrDefault(bytes, key)).isEqualTo(key);
      byBytes.put(bytes, key);
      assertThat(codec().encode(RowKey.ofBytes(key.toBytes()))).isEqualTo(bytes.toBytes());
    }
  }

  @Test
  public final void bytesAreTheCallersOwn() throws Exception {
    RowKey key = awkwardKeys().get(3);
    byte[] bytes = codec().encode(key);
    RowKey decoded = codec().decode(bytes);

    Arrays.fill(bytes, (byte) 0x55);

    assertThat(decoded).isEqualTo(key);
    assertThat(codec().decode(codec().encode(key))).isEqualTo(key);
  }

  @Test
  public final void bytesThatAreNoKeyAreCorrupt() {
    byte[] bytes = codec().encode(Fixtures.key("m1", "apple", 0));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> assertThat(codec().decode(cut).dimensions()).hasSize(2))
          .as("the first %d bytes", length)
          .satisfiesAnyOf(
              e -> assertThat(e).isInstanceOf(StoreFailure.Corrupt.class),
              // Some prefixes are themselves keys with fewer dimensions.
              e -> assertThat(e).isInstanceOf(AssertionError.class));
    }
    assertThatThrownBy(() -> codec().decode(new byte[0])).isInstanceOf(StoreFailure.Corrupt.class);
    byte[] ofOtherVersion = bytes.clone();
    ofOtherVersion[0] = 99;
    assertThatThrownBy(() -> codec().decode(ofOtherVersion))
        .isInstanceOf(StoreFailure.Corrupt.class);
  }
}
