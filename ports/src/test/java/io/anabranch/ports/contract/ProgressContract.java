package io.anabranch.ports.contract;

import static io.anabranch.ports.contract.Fixtures.FIRST;
import static io.anabranch.ports.contract.Fixtures.PARTITION;
import static io.anabranch.ports.contract.Fixtures.SECOND;
import static io.anabranch.ports.contract.Fixtures.ofRecreatedTopic;
import static io.anabranch.ports.contract.Fixtures.partition;
import static io.anabranch.ports.contract.Fixtures.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of stores of progress. */
public abstract class ProgressContract {

  private Progress progress;

  /** An empty store. Called once per test. */
  protected abstract Progress progress() throws Exception;

  @BeforeEach
  final void startEmpty() throws Exception {
    progress = progress();
  }

  @Test
  public final void progressOfNothingIsZero() throws Exception {
    assertThat(progress.read(FIRST)).isEqualTo(OffsetVector.ZERO);
  }

  @Test
  public final void readsWhatAnAdvanceRaisedItTo() throws Exception {
    progress.advance(FIRST, PARTITION, 7);
    assertThat(progress.read(FIRST)).isEqualTo(OffsetVector.of(PARTITION, 7));
    progress.advance(FIRST, PARTITION, 1L << 50);
    assertThat(progress.read(FIRST)).isEqualTo(OffsetVector.of(PARTITION, 1L << 50));
  }

  @Test
  public final void advancesSeveralPartitionsTogetherAndNoneBackwards() throws Exception {
    Partition other = partition("snacks", 1);
    progress.advance(FIRST, other, 9);

    progress.advance(FIRST, OffsetVector.of(Map.of(PARTITION, 7L, other, 3L)));
    progress.advance(FIRST, OffsetVector.ZERO);

    assertThat(progress.read(FIRST)).isEqualTo(OffsetVector.of(Map.of(PARTITION, 7L, other, 9L)));
  }

  @Test
  public final void neverGoesBack() throws Exception {
    progress.advance(FIRST, PARTITION, 7);
    progress.advance(FIRST, PARTITION, 7);
    progress.advance(FIRST, PARTITION, 3);
    progress.advance(FIRST, PARTITION, 0);

    assertThat(progress.read(FIRST)).isEqualTo(OffsetVector.of(PARTITION, 7));
  }

  @Test
  public final void isKeptForEachDefinitionAndPartition() throws Exception {
    progress.advance(FIRST, PARTITION, 1);
    progress.advance(FIRST, partition("snacks", 1), 2);
    progress.advance(FIRST, partition("a/b 'c'", 0), 3);
    progress.advance(FIRST, ofRecreatedTopic(PARTITION), 4);
    progress.advance(SECOND, PARTITION, 5);

    assertThat(progress.read(FIRST))
        .isEqualTo(
            OffsetVector.of(
                Map.of(
                    PARTITION,
                    1L,
                    partition("snacks", 1),
                    2L,
                    partition("a/b 'c'", 0),
                    3L,
                    ofRecreatedTopic(PARTITION),
                    4L)));
    assertThat(progress.read(SECOND)).isEqualTo(OffsetVector.of(PARTITION, 5));
  }

  @Test
  public final void forgetsADefinitionAndNothingElse() throws Exception {
    progress.advance(FIRST, PARTITION, 1);
    progress.advance(SECOND, PARTITION, 5);

    progress.drop(FIRST);
    progress.drop(FIRST);

    assertThat(progress.read(FIRST)).isEqualTo(OffsetVector.ZERO);
    assertThat(progress.read(SECOND)).isEqualTo(OffsetVector.of(PARTITION, 5));
  }

  @Test
  public final void advancesOfManyWritersEndAtTheHighest() throws Exception {
    List<Callable<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      int first = writer;
      writers.add(
          () -> {
            for (long offset = 1L + first; offset <= 200; offset += 4) {
              progress.advance(FIRST, PARTITION, offset);
              assertThat(progress.read(FIRST).at(PARTITION)).isGreaterThanOrEqualTo(offset);
            }
            return null;
          });
    }

    together(writers);

    assertThat(progress.read(FIRST).at(PARTITION)).isEqualTo(200);
  }
}
