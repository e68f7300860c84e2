package io.anabranch.adapters.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.RowKey;
import io.anabranch.ports.KeyCodec;
import io.anabranch.ports.contract.KeyCodecContract;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WireKeyCodecTest extends KeyCodecContract {

  @Override
  protected KeyCodec codec() {
    return new WireKeyCodec();
  }

  @Test
  void keysAreStoredAsTheyAlwaysWere() throws Exception {
    RowKey key = RowKey.of(List.of(Utf8.of("mañana"), Utf8.EMPTY, Utf8.of("n".repeat(130))), -3600);

    assertThat(codec().encode(key)).isEqualTo(Golden.bytes("key-v1"));
    assertThat(codec().decode(Golden.bytes("key-v1"))).isEqualTo(key);
  }
}
