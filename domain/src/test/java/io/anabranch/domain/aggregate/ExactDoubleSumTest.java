package io.anabranch.domain.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ExactDoubleSumTest {

  private record Sale(long units, double price) {
    static Sale any(RandomGenerator random) {
      return new Sale(random.nextLong() >> random.nextInt(64), Numbers.any(random));
    }
  }

  @Test
  void keepsTheLawsOfAMonoid() {
    MonoidLaws.of(
            ExactDoubleSum.MONOID,
            (ExactDoubleSum total, Sale sale) -> total.addProduct(sale.units(), sale.price()),
            Sale::any)
        .check();
  }

  @Test
  void isTheRevenueOfAllSalesRoundedOnce() {
    ExactDoubleSum revenue = ExactDoubleSum.MONOID.zero();
    for (int i = 0; i < 10; i++) {
      revenue.addProduct(3, 0.1);
    }

    assertThat(revenue.rounded()).contains(3.0);
  }

  @Test
  void addsNumbersAndProductsToOneTotal() {
    ExactDoubleSum total = ExactDoubleSum.MONOID.zero();
    total.add(0.5);
    total.addProduct(0x1p-600, 0x1p-600);
    total.addProduct(-2L, 0.25);

    assertThat(total.rounded()).contains(0.0);
    total.addProduct(0x1p600, 0x1p-600);
    assertThat(total.rounded()).contains(1.0);
  }

  @Test
  void nothingIsZero() {
    assertThat(ExactDoubleSum.MONOID.zero().rounded()).contains(0.0);
  }
}
