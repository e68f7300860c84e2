package io.anabranch.domain.vending;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.FoldedWorkload;
import io.anabranch.domain.view.Presentation;
import io.vavr.control.Option;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VendingWorkloadTest {

  private static Purchase aPurchase(
      String item,
      String machine,
      Option<String> healthy,
      Option<String> customer,
      double price,
      long units,
      String time) {
    return new Purchase(
        Utf8.of(item),
        Utf8.of(machine),
        healthy.map(Utf8::of),
        customer.map(Utf8::of),
        price,
        units,
        Instant.parse(time).getEpochSecond());
  }

  private static FoldedWorkload<Purchase> folded(Purchase... purchases) {
    return FoldedWorkload.of(VendingWorkload::create, purchases);
  }

  private static FoldedWorkload<Purchase> aMorning() {
    Option<String> healthy = Option.some("healthy");
    Option<String> ann = Option.some("146");
    return folded(
        aPurchase("apple", "S-1", healthy, ann, 0.1, 3, "2024-08-01T13:59:59Z"),
        aPurchase("apple", "S-2", healthy, ann, 0.2, 1, "2024-08-01T14:00:00Z"),
        aPurchase("chips", "S-1", Option.none(), Option.some("7"), 2, 1, "2024-08-01T13:00:00Z"),
        aPurchase("chips", "S-1", Option.some(""), Option.none(), 2, -1, "2024-08-01T13:30:00Z"));
  }

  @Test
  void hasFourPresentations() {
    assertThat(aMorning().workload().presentations())
        .extracting(Presentation::name)
        .containsExactly("items", "machines", "healthy", "hours");
    assertThat(aMorning().workload().topics()).containsExactly("snack_automat_message");
  }

  @Test
  void itemsAreSoldInUnits() {
    assertThat(aMorning().fields("items"))
        .containsExactly("item", "units", "purchases", "revenue", "customers");
    // 3 × 0.1 + 0.2 of the doubles, added exactly, is nearest to 0.5.
    assertThat(aMorning().rows("items"))
        .containsExactly("apple, 4, 2, 0.5, 1", "chips, 0, 2, 0.0, 1");
  }

  @Test
  void machinesEarn() {
    assertThat(aMorning().fields("machines"))
        .containsExactly("machine", "units", "purchases", "revenue", "customers");
    assertThat(aMorning().rows("machines"))
        .containsExactly("S-1, 3, 3, 0.30000000000000004, 2", "S-2, 1, 1, 0.2, 1");
  }

  @Test
  void aMissingOrEmptyLabelIsUnknown() {
    assertThat(aMorning().fields("healthy"))
        .containsExactly("healthy", "units", "purchases", "revenue", "customers");
    assertThat(aMorning().rows("healthy"))
        .containsExactly("healthy, 4, 2, 0.5, 1", "unknown, 0, 2, 0.0, 1");
  }

  @Test
  void hoursAreThoseOfThePurchases() {
    assertThat(aMorning().fields("hours"))
        .containsExactly("hour", "units", "purchases", "revenue", "customers");
    assertThat(aMorning().rows("hours"))
        .containsExactly(
            "2024-08-01T13:00:00Z, 3, 3, 0.30000000000000004, 2",
            "2024-08-01T14:00:00Z, 1, 1, 0.2, 1");
  }

  @Test
  void unitsNeverWrapAndRevenueThatNoDoubleHoldsIsNone() {
    Purchase huge =
        aPurchase(
            "i",
            "m",
            Option.none(),
            Option.none(),
            Double.MAX_VALUE,
            Long.MAX_VALUE,
            "2024-08-01T13:00:00Z");

    assertThat(folded(huge, huge).rows("items"))
        .containsExactly("i, 18446744073709551614, 2, –, 0");
  }
}
