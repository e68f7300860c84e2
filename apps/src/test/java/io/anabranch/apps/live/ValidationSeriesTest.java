package io.anabranch.apps.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.apps.audit.Shop;
import io.anabranch.apps.audit.ViewTotal;
import io.anabranch.apps.workloads.Workloads;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.vending.VendingWorkload;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.InMemorySpeedViews;
import io.vavr.control.Option;
import org.junit.jupiter.api.Test;

/** The four curves lie on one another while the layers run, and part where something is lost. */
final class ValidationSeriesTest {

  private static final ValidatedTotal UNITS = ValidatedTotal.shipped(VendingWorkload.NAME).get();

  private final Shop shop = new Shop();

  private ValidationSeries series(ValidatedTotal total) {
    return new ValidationSeries(Shop.vending(), shop.ports(), shop.reader(), total, Shop.CLOCK);
  }

  private static void assertOnOneAnother(Totals point) {
    assertThat(point.merged()).isEqualTo(point.recount());
    assertThat(point.batch() + point.speed()).isEqualTo(point.recount());
  }

  @Test
  void batchAndSpeedAddUpToTheRecountWhileTheyHandOver() throws StoreFailure {
    ValidationSeries series = series(UNITS);
    double before = 0;
    for (int i = 0; i < 12; i++) {
      shop.sell(30);
      shop.fold();
      if (i % 3 == 2) {
        shop.publish();
      }
      if (i == 7) {
        shop.switchDefinition();
      }

      Totals point = series.tick(1_000).get();

      assertOnOneAnother(point);
      assertThat(point.recount()).as("point " + i).isGreaterThan(before);
      assertThat(point.batch() > 0).isEqualTo(i >= 2);
      before = point.recount();
    }
    // Every purchase but the broken ones: the definition that serves at the end knows no repeats.
    assertThat(before).isEqualTo(792.0);
  }

  @Test
  void realColumnIsRoundedOnce() throws StoreFailure {
    ValidationSeries series = series(new ValidatedTotal("machines", "revenue", "revenue"));
    shop.sell(50);
    shop.fold();
    shop.publish();
    shop.sell(50);
    shop.fold();

    Totals point = series.tick(1_000).get();

    assertThat(point.merged()).isEqualTo(point.recount()).isPositive();
  }

  @Test
  void recountWalksNoFurtherThanItMay() throws StoreFailure {
    ValidationSeries series = series(UNITS);
    shop.sell(60);
    shop.fold();

    assertThat(series.tick(20)).isEmpty();
    shop.sell(60);
    shop.fold();
    assertThat(series.tick(20)).isEmpty();
    Option<Totals> point = Option.none();
    for (int i = 0; point.isEmpty(); i++) {
      assertThat(i).isLessThan(4);
      point = series.tick(20);
    }

    assertOnOneAnother(point.get());
    assertThat(point.get().recount()).isEqualTo(126.0);
  }

  /** Fails when the recount is taken from the layers. */
  @Test
  void recountStaysWhereTheLayersLoseRows() throws StoreFailure {
    ValidationSeries series = series(UNITS);
    shop.sell(60);
    shop.fold();
    Totals before = series.tick(1_000).get();
    ((InMemorySpeedViews) shop.ports().speed()).drop(new DefinitionNumber(1));

    Totals after = series.tick(1_000).get();

    assertThat(after.recount()).isEqualTo(before.recount()).isPositive();
    assertThat(after.merged()).isZero();
  }

  @Test
  void everyWorkloadThatShipsNamesWhatItAddsUp() {
    for (WorkloadFactory factory : Workloads.all()) {
      ValidatedTotal total = ValidatedTotal.shipped(factory.workload()).get();
      assertThat(
              ViewTotal.of(
                  factory.create(DefinitionSpec.of(factory.workload(), new SliceBits(3))),
                  total.presentation(),
                  total.column()))
          .isNotNull();
    }
    assertThat(ValidatedTotal.shipped("rides")).isEmpty();
  }

  @Test
  void saysWhatThereIsToAddUp() {
    assertThatThrownBy(() -> series(new ValidatedTotal("items", "unit", "units")).tick(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("items has no values 'unit'; it has units, purchases, revenue, customers");
    assertThatThrownBy(() -> series(new ValidatedTotal("item", "units", "units")).tick(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vending shows no 'item'; it shows items, machines, healthy, hours");
  }
}
