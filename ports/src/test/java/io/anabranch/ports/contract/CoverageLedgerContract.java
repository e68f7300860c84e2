package io.anabranch.ports.contract;

import static io.anabranch.ports.contract.Fixtures.FIRST;
import static io.anabranch.ports.contract.Fixtures.PARTITION;
import static io.anabranch.ports.contract.Fixtures.partition;
import static io.anabranch.ports.contract.Fixtures.segment;
import static io.anabranch.ports.contract.Fixtures.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.coverage.Chain;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.ports.CoverageLedger;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of stores of coverage. */
public abstract class CoverageLedgerContract {

  private static final DefinitionSpec SPEC = DefinitionSpec.of("vending", new SliceBits(4));

  private CoverageLedger ledger;

  /** An empty store. Called once per test. */
  protected abstract CoverageLedger ledger() throws Exception;

  @BeforeEach
  final void startEmpty() throws Exception {
    ledger = ledger();
  }

  private static Coverage opening() {
    return Coverage.opening(SPEC, OffsetVector.of(PARTITION, 16));
  }

  @Test
  public final void hasNoneBeforeItIsOpened() throws Exception {
    assertThat(ledger.read("vending")).isEqualTo(Option.none());
  }

  @Test
  public final void opensAWorkloadOnce() throws Exception {
    assertThat(ledger.compareAndSet(opening())).isTrue();
    assertThat(ledger.compareAndSet(Coverage.opening(SPEC, OffsetVector.ZERO))).isFalse();
    assertThat(ledger.read("vending")).isEqualTo(Option.some(opening()));
  }

  @Test
  public final void refusesALaterRevisionWhereThereIsNone() throws Exception {
    assertThat(ledger.compareAndSet(opening().adopting(SPEC))).isFalse();
    assertThat(ledger.read("vending")).isEqualTo(Option.none());
  }

  @Test
  public final void replacesOnlyTheRevisionBefore() throws Exception {
    Coverage first = opening();
    Coverage second = first.adopting(SPEC);
    Coverage third = second.adopting(SPEC);
    ledger.compareAndSet(first);

    assertThat(ledger.compareAndSet(third)).isFalse();
    assertThat(ledger.compareAndSet(second)).isTrue();
    assertThat(ledger.compareAndSet(second)).isFalse();
    assertThat(ledger.compareAndSet(first)).isFalse();
    assertThat(ledger.read("vending")).isEqualTo(Option.some(second));
    assertThat(ledger.compareAndSet(third)).isTrue();
    assertThat(ledger.read("vending")).isEqualTo(Option.some(third));
  }

  @Test
  public final void keepsAWorkloadApartFromOthers() throws Exception {
    Coverage other =
        Coverage.opening(DefinitionSpec.of("a/b 'c'\n", new SliceBits(0)), OffsetVector.ZERO);

    assertThat(ledger.compareAndSet(opening())).isTrue();
    assertThat(ledger.compareAndSet(other)).isTrue();

    assertThat(ledger.read("vending")).isEqualTo(Option.some(opening()));
    assertThat(ledger.read("a/b 'c'\n")).isEqualTo(Option.some(other));
  }

  @Test
  public final void readsEverythingThatCoverageSays() throws Exception {
    DefinitionSpec rich =
        SPEC.withDuplicates(new DuplicateRule("post_id", 100))
            .withParameters(Map.of("zone", "Europe/Madrid", "shifts", "a;\"b\"\n=ñ"));
    OffsetVector cut = OffsetVector.of(PARTITION, 32).with(partition("snacks", 1), 48);
    OffsetVector nextCut = cut.with(PARTITION, 64);
    Chain chain =
        Chain.startingAt(opening().origin())
            .append(new Segment(segment("a1"), opening().origin(), cut, 12));
    Chain longer = chain.append(new Segment(segment("b2"), cut, nextCut, 3));
    List<Coverage> changes = new ArrayList<>(List.of(opening()));
    changes.add(changes.get(0).adopting(rich));
    changes.add(changes.get(1).publishing(FIRST, 0, chain).get());
    changes.add(changes.get(2).publishing(FIRST, 1, longer).get());
    changes.add(changes.get(3).raisingFloor(FIRST));
    changes.add(changes.get(4).cleaned(FIRST, cut));
    changes.add(changes.get(5).switchingTo(new DefinitionNumber(2)));
    changes.add(changes.get(6).retiring(FIRST));

    for (Coverage change : changes) {
      assertThat(ledger.compareAndSet(change)).isTrue();
      assertThat(ledger.read("vending")).isEqualTo(Option.some(change));
    }
  }

  @Test
  public final void oneOfManyThatChangeARevisionWins() throws Exception {
    ledger.compareAndSet(opening());
    for (int round = 0; round < 20; round++) {
      Coverage base = ledger.read("vending").get();
      List<Coverage> rivals = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        rivals.add(base.adopting(SPEC.withParameters(Map.of("writer", Integer.toString(i)))));
      }
      List<Callable<Boolean>> writers = new ArrayList<>();
      rivals.forEach(rival -> writers.add(() -> ledger.compareAndSet(rival)));

      List<Boolean> won = together(writers);

      assertThat(won).containsOnlyOnce(true);
      assertThat(ledger.read("vending")).isEqualTo(Option.some(rivals.get(won.indexOf(true))));
    }
  }

  @Test
  public final void oneOfManyThatOpenAWorkloadWins() throws Exception {
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      OffsetVector origin = OffsetVector.of(PARTITION, i);
      writers.add(() -> ledger.compareAndSet(Coverage.opening(SPEC, origin)));
    }

    List<Boolean> won = together(writers);

    assertThat(won).containsOnlyOnce(true);
    assertThat(ledger.read("vending").get().origin().at(PARTITION)).isEqualTo(won.indexOf(true));
  }
}
