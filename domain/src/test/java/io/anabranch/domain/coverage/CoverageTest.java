package io.anabranch.domain.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.log.Topic;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class CoverageTest {

  private static final DefinitionSpec SPEC = DefinitionSpec.of("vending", new SliceBits(3));
  private static final DefinitionNumber FIRST = new DefinitionNumber(1);
  private static final DefinitionNumber SECOND = new DefinitionNumber(2);
  private static final Partition CLOSED = new Partition(new Topic("snacks", new UUID(0, 1)), 0);
  private static final Partition OPEN = new Partition(new Topic("snacks", new UUID(0, 2)), 0);
  private static final Coverage OPENING = Coverage.opening(SPEC, OffsetVector.ZERO);

  private static Loss loss(Partition partition, Loss.Cause cause) {
    OffsetRange range = new OffsetRange(12, 20);
    return new Loss(partition, range, cause, Option.none(), Instant.EPOCH, "ada");
  }

  private static Option<Coverage> published(Coverage coverage, DefinitionNumber number) {
    return coverage.publishing(number, 0, coverage.lane(number).get().chain());
  }

  @Test
  void nobodyFoldsWhileALossIsAcceptedAndTheNextDefinitionDoesAfterwards() {
    Loss loss = loss(CLOSED, Loss.Cause.RECREATED);

    Coverage accepting =
        OPENING.recordingLoss(Vector.of(loss), OffsetVector.of(OPEN, 3)).adopting(SPEC);
    Coverage accepted =
        OPENING
            .recordingLoss(Vector.of(loss.since(SECOND)), OffsetVector.of(OPEN, 3))
            .adopting(SPEC);

    assertThat(published(OPENING, FIRST)).isNotEmpty();
    assertThat(published(accepting, FIRST)).isEmpty();
    assertThat(published(accepting, SECOND)).isEmpty();
    assertThat(accepting.lossesOf(SECOND)).isEmpty();
    assertThat(published(accepted, FIRST)).isEmpty();
    assertThat(accepted.lossesOf(FIRST)).isEmpty();
    assertThat(published(accepted, SECOND)).isNotEmpty();
    assertThat(accepted.lossesOf(SECOND)).containsExactly(loss.since(SECOND));
    assertThat(accepted.lane(SECOND).get().cut()).isEqualTo(OffsetVector.of(OPEN, 3));
    assertThat(accepted.lane(FIRST).get().cut()).isEqualTo(OffsetVector.ZERO);
  }

  @Test
  void aClosedPartitionCountsToItsEndAndAGapClosesNothing() {
    Coverage coverage =
        OPENING.recordingLoss(
            Vector.of(loss(CLOSED, Loss.Cause.RECREATED), loss(OPEN, Loss.Cause.EXPIRED)),
            OffsetVector.ZERO);

    assertThat(coverage.closedAt(CLOSED)).contains(12L);
    assertThat(coverage.closedAt(OPEN)).isEmpty();
    assertThat(coverage.countable(OffsetVector.of(CLOSED, 20).with(OPEN, 30)))
        .isEqualTo(OffsetVector.of(CLOSED, 12).with(OPEN, 30));
  }

  @Test
  void aGapIsNotEmpty() {
    assertThatThrownBy(
            () ->
                new Loss(
                    OPEN,
                    new OffsetRange(4, 4),
                    Loss.Cause.EXPIRED,
                    Option.none(),
                    Instant.EPOCH,
                    "ada"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
