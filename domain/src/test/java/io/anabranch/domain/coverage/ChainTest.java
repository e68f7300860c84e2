package io.anabranch.domain.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.log.Topic;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ChainTest {

  private static final Partition PARTITION = new Partition(new Topic("t", new UUID(0, 1)), 0);
  private static final DefinitionNumber FIRST = new DefinitionNumber(1);
  private static final DefinitionSpec SPEC = DefinitionSpec.of("w", new SliceBits(0));

  private static Segment segment(long from, long to, long rows) {
    return new Segment(
        new SegmentName(FIRST, from, "n" + from + "x" + to),
        OffsetVector.of(PARTITION, from),
        OffsetVector.of(PARTITION, to),
        rows);
  }

  @Test
  void gapAndOverlapAreRefused() {
    Chain chain = Chain.startingAt(OffsetVector.ZERO).append(segment(0, 4, 1));

    assertThat(chain.cut().at(PARTITION)).isEqualTo(4);
    assertThatThrownBy(() -> chain.append(segment(5, 6, 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> chain.append(segment(3, 6, 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> chain.replacingLast(1, segment(1, 4, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void chainStaysShortAndRewritesEachRowFewTimes() {
    Random random = new Random(11);
    Chain chain = Chain.startingAt(OffsetVector.ZERO);
    long added = 0;
    long rewritten = 0;
    int longest = 0;
    for (int at = 0; at < 10_000; at++) {
      int tail = chain.mergeableTail();
      if (tail >= 2) {
        var last = chain.segments().takeRight(tail);
        long rows = last.map(Segment::rows).sum().longValue();
        long from = last.head().from().at(PARTITION);
        chain = chain.replacingLast(tail, segment(from, at, rows));
        rewritten += rows;
      }
      long rows = 1L + random.nextInt(100);
      chain = chain.append(segment(at, at + 1, rows));
      added += rows;
      longest = Math.max(longest, chain.segments().size());
    }
    double logarithm = Math.log((double) added) / Math.log(2);
    assertThat((double) longest).isLessThan(logarithm + 3);
    assertThat((double) rewritten / (double) added).isLessThan(logarithm);
  }

  @Test
  void epochGrowsOnlyFromTheOneItWasMadeFrom() {
    Coverage opened = Coverage.opening(SPEC, OffsetVector.ZERO);
    Chain next = Chain.startingAt(OffsetVector.ZERO).append(segment(0, 4, 1));

    Coverage published = opened.publishing(FIRST, 0, next).get();

    assertThat(published.revision()).isEqualTo(2);
    assertThat(published.servingLane().epoch()).isEqualTo(1);
    assertThat(published.servingLane().previous().cut()).isEqualTo(OffsetVector.ZERO);
    assertThat(published.publishing(FIRST, 0, next).isEmpty()).isTrue();
    assertThat(published.publishing(new DefinitionNumber(2), 0, next).isEmpty()).isTrue();
  }

  @Test
  void numbersOfRetiredLanesAreNotGivenAgain() {
    DefinitionNumber second = new DefinitionNumber(2);
    Coverage retired = Coverage.opening(SPEC, OffsetVector.ZERO).adopting(SPEC).retiring(second);

    assertThat(retired.lane(second).isEmpty()).isTrue();
    assertThat(retired.adopting(SPEC).lanes().last()._1()).isEqualTo(new DefinitionNumber(3));
    assertThatThrownBy(() -> retired.retiring(FIRST)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> retired.switchingTo(second))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
