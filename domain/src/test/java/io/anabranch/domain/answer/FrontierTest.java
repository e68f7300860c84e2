package io.anabranch.domain.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.log.Topic;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class FrontierTest {

  private static final Partition PARTITION = new Partition(new Topic("t", new UUID(0, 1)), 0);

  private static Frontier frontier(long cut, long progress) {
    return new Frontier(
        new SliceBits(2), OffsetVector.of(PARTITION, cut), OffsetVector.of(PARTITION, progress));
  }

  @Test
  void settledAnswerReachesTheProgress() {
    Frontier frontier = frontier(4, 10);
    frontier.saw(PARTITION, 10);

    assertThat(frontier.isSettled()).isTrue();
    assertThat(frontier.reach().at(PARTITION)).isEqualTo(10);
    assertThat(frontier.isBehindCut(PARTITION, 0)).isTrue();
    assertThat(frontier.counts(PARTITION, 0)).isFalse();
    assertThat(frontier.counts(PARTITION, 2)).isTrue();
    assertThat(frontier.counts(PARTITION, 3)).isFalse();
  }

  @Test
  void rowAboveTheProgressTakesItsSliceOutOfTheAnswer() {
    Frontier frontier = frontier(4, 10);
    frontier.saw(PARTITION, 11);

    assertThat(frontier.isSettled()).isFalse();
    assertThat(frontier.reach().at(PARTITION)).isEqualTo(8);
    assertThat(frontier.counts(PARTITION, 1)).isTrue();
    assertThat(frontier.counts(PARTITION, 2)).isFalse();
  }

  @Test
  void answerNeverEndsBeforeTheCut() {
    Frontier frontier = frontier(8, 5);
    frontier.saw(PARTITION, 12);

    assertThat(frontier.reach().at(PARTITION)).isEqualTo(8);
    assertThat(frontier.counts(PARTITION, 2)).isFalse();
  }
}
