package io.anabranch.apps.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.ports.StoreFailure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protections of adoption: each test says without which mechanism it fails. */
final class AdoptionProtectionsTest extends LayersFixture {

  /** Fails if a number is reused: the rows of the retired definition would count. */
  @Test
  void numberOfARetiredDefinitionIsNeverReused() throws StoreFailure {
    open(SPEC);
    produce(2);
    Definition second = adoption().adopt(SPEC.withSliceBits(new SliceBits(0)));
    owner(second.number(), 100).step();
    adoption().retire(second.number());

    Definition third = adoption().adopt(SPEC);

    assertThat(third.number()).isEqualTo(new DefinitionNumber(3));
    assertThat(progress.read(third.number())).isEqualTo(OffsetVector.ZERO);
  }

  /** Fails if a lane may serve before it reaches as far as the serving one. */
  @Test
  void definitionServesOnlyOnceItReachesAsFar() throws StoreFailure {
    open(SPEC);
    produce(6);
    owner(FIRST, 100).step();
    Definition second = adoption().adopt(SPEC);
    SpeedLayer owner = owner(second.number(), 5);
    owner.step();

    boolean early = adoption().switchTo(second.number());
    owner.step();
    boolean onTime = adoption().switchTo(second.number());

    assertThat(early).isFalse();
    assertThat(onTime).isTrue();
  }

  /** Fails if both lanes are read at the same time: under load, neither is ever ahead. */
  @Test
  void definitionServesWhileRecordsKeepComing() throws StoreFailure {
    open(SPEC);
    produce(6);
    SpeedLayer before = owner(FIRST, 100);
    before.step();
    Definition second = adoption().adopt(SPEC);
    SpeedLayer after = owner(second.number(), 100);
    after.step();
    interleaving.after(
        "Progress.read",
        () -> {
          produce(1);
          before.step();
          after.step();
        });

    assertThat(adoption().switchTo(second.number())).isTrue();
  }

  /** Fails if a change that was refused is treated as one of unknown outcome. */
  @Test
  void twoAdoptionsGetTwoNumbers() throws StoreFailure {
    open(SPEC);
    List<Definition> other = new ArrayList<>();
    interleaving.before("CoverageLedger.compareAndSet", () -> other.add(adoption().adopt(SPEC)));

    Definition mine = adoption().adopt(SPEC);

    assertThat(mine.number()).isNotEqualTo(other.get(0).number());
  }
}
