package io.anabranch.adapters.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.aggregate.Average;
import io.anabranch.domain.aggregate.Distinct;
import io.anabranch.domain.aggregate.ExactDoubleSum;
import io.anabranch.domain.aggregate.IntegerSum;
import io.anabranch.domain.aggregate.Latest;
import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.aggregate.Moments;
import io.anabranch.domain.aggregate.Monoid;
import io.anabranch.domain.aggregate.TopK;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.View;
import io.anabranch.ports.StateBytes;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.contract.StateCodecContract;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class WireStateCodecTest extends StateCodecContract {

  @Override
  protected StateCodec codec() {
    return new WireStateCodec();
  }

  /** The golden state, checked to be what is written and to be read back. */
  private <A> A stored(String name, Monoid<A> monoid, Consumer<A> filling) throws Exception {
    Measure<Object, A> measure = Measure.of(name, monoid, (state, event) -> {});
    View<Object> view = View.of(Object.class, name).keep(measure).build();
    RowState state = view.zero();
    filling.accept(state.of(measure));
    StateBytes golden = StateBytes.of(Golden.bytes(name + "-v1"));

    assertThat(codec().encode(view, state)).isEqualTo(golden);
    RowState read = codec().decode(view, golden);
    assertThat(codec().encode(view, read)).isEqualTo(golden);
    return read.of(measure);
  }

  @Test
  void momentsAreStoredAsTheyAlwaysWere() throws Exception {
    Moments read =
        stored(
            "moments",
            Moments.MONOID,
            moments -> {
              moments.add(0.1);
              moments.add(-2.5);
              moments.add(1e300);
            });

    assertThat(read.count()).isEqualTo(3);
    assertThat(read.min()).containsExactly(-2.5);
    assertThat(read.max()).containsExactly(1e300);
  }

  @Test
  void averageIsStoredAsItAlwaysWas() throws Exception {
    Average read =
        stored(
            "average",
            Average.MONOID,
            average -> {
              average.add(1);
              average.add(2.5);
            });

    assertThat(read.mean()).containsExactly(1.75);
  }

  @Test
  void totalIsStoredAsItAlwaysWas() throws Exception {
    ExactDoubleSum read =
        stored(
            "total",
            ExactDoubleSum.MONOID,
            total -> {
              total.addProduct(3, 0.5);
              total.add(-0.25);
            });

    assertThat(read.rounded()).containsExactly(1.25);
  }

  @Test
  void integerSumIsStoredAsBefore() throws Exception {
    IntegerSum read =
        stored(
            "whole-sum",
            IntegerSum.MONOID,
            sum -> {
              sum.add(Long.MAX_VALUE);
              sum.add(2);
            });

    assertThat(read.toBigInteger()).isEqualTo("9223372036854775809");
  }

  @Test
  void distinctIsStoredAsItAlwaysWas() throws Exception {
    Distinct read =
        stored(
            "distinct",
            Distinct.MONOID,
            distinct -> {
              distinct.add(Utf8.of("ana"));
              distinct.add(Utf8.of("luis"));
              distinct.add(Utf8.of("ana"));
            });

    assertThat(read.count()).isEqualTo(2);
  }

  @Test
  void topKIsStoredAsItAlwaysWas() throws Exception {
    TopK read =
        stored(
            "top-k",
            TopK.best(2),
            top -> {
              top.add(5, 100, Utf8.of("a"), Utf8.of("título"));
              top.add(7, 200, Utf8.of("b"), Utf8.EMPTY);
              top.add(1, 300, Utf8.of("c"), Utf8.of("out"));
            });

    assertThat(read.entries()).extracting(TopK.Entry::score).containsExactly(7L, 5L);
  }

  @Test
  void latestIsStoredAsItAlwaysWas() throws Exception {
    Latest read =
        stored("latest", Latest.MONOID, latest -> latest.add(1_700_000_000, -3, Utf8.of("ana")));

    assertThat(read.entry().get().number()).isEqualTo(-3);
  }

  @Test
  void balanceIsStoredAsItAlwaysWas() throws Exception {
    StateBytes golden = StateBytes.of(Golden.bytes("balance-v1"));

    RowState read = codec().decode(Balance.VIEW, golden);

    assertThat(codec().encode(Balance.VIEW, read)).isEqualTo(golden);
    Balance balance = read.of(Balance.MEASURE);
    assertThat(balance.records()).isEqualTo(9);
    assertThat(balance.read()).isEqualTo(100);
    assertThat(balance.folded()).isEqualTo(90);
    assertThat(balance.duplicate()).isEqualTo(7);
    assertThat(balance.rejected()).isEqualTo(3);
  }
}
