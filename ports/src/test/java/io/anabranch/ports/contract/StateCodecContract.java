package io.anabranch.ports.contract;

import static io.anabranch.ports.contract.Fixtures.HOURLY;
import static io.anabranch.ports.contract.Fixtures.UNITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.view.RowState;
import io.anabranch.ports.StateBytes;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Contract of codecs of states. */
public abstract class StateCodecContract {

  protected abstract StateCodec codec();

  private static RowState units(long... terms) {
    RowState state = HOURLY.zero();
    for (long term : terms) {
      state.of(UNITS).add(term);
    }
    return state;
  }

  @Test
  public final void stateIsReadBackAsItWas() throws Exception {
    for (long sum : new long[] {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      RowState read = codec().decode(HOURLY, codec().encode(HOURLY, units(sum)));
      assertThat(read.of(UNITS).toLongExact()).isEqualTo(sum);
    }
  }

  @Test
  public final void sameStateHasTheSameBytesHoweverItCameAbout() throws Exception {
    StateBytes bytes = codec().encode(HOURLY, units(1, 2, 3));
    RowState merged = units(3);
    HOURLY.merge(merged, units(2, 1));
    HOURLY.merge(merged, HOURLY.zero());

    assertThat(codec().encode(HOURLY, merged)).isEqualTo(bytes);
    assertThat(codec().encode(HOURLY, codec().decode(HOURLY, bytes))).isEqualTo(bytes);
    assertThat(codec().encode(HOURLY, units(7))).isNotEqualTo(bytes);
  }

  @Test
  public final void bytesThatAreNoStateAreCorruptAndNameTheView() {
    byte[] bytes = codec().encode(HOURLY, units(Long.MAX_VALUE, Long.MAX_VALUE)).toBytes();
    for (int length = 0; length < bytes.length; length++) {
      assertCorrupt(Arrays.copyOf(bytes, length));
    }
    assertCorrupt(Arrays.copyOf(bytes, bytes.length + 1));
    bytes[0] = 99;
    assertCorrupt(bytes);
  }

  private void assertCorrupt(byte[] bytes) {
    StateBytes stored = StateBytes.of(bytes);
    assertThatThrownBy(() -> codec().decode(HOURLY, stored))
        .as("%s", stored)
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("hourly");
  }
}
