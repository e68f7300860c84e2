package io.anabranch.domain.vending;

import io.anabranch.domain.aggregate.Distinct;
import io.anabranch.domain.aggregate.ExactDoubleSum;
import io.anabranch.domain.aggregate.IntegerSum;
import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import java.util.List;
import java.util.function.Supplier;

/** Snack machines: units, purchases, revenue and customers by item, machine, label and hour. */
public final class VendingWorkload {

  public static final String NAME = "vending";

  /** The topic of the purchases. */
  public static final String TOPIC = "snack_automat_message";

  /** The label of an item without a label. */
  public static final Utf8 UNKNOWN = Utf8.of("unknown");

  private static final Measure<Purchase, IntegerSum> UNITS =
      Measure.of("units", IntegerSum.MONOID, (sum, purchase) -> sum.add(purchase.units()));

  private static final Measure<Purchase, IntegerSum> PURCHASES =
      Measure.of("purchases", IntegerSum.MONOID, (sum, purchase) -> sum.add(1));

  private static final Measure<Purchase, ExactDoubleSum> REVENUE =
      Measure.of(
          "revenue",
          ExactDoubleSum.MONOID,
          (total, purchase) -> total.addProduct(purchase.units(), purchase.price()));

  private static final Measure<Purchase, Distinct> CUSTOMERS =
      Measure.of(
          "customers",
          Distinct.MONOID,
          (customers, purchase) -> {
            if (purchase.customer().isDefined()) {
              customers.add(purchase.customer().get());
            }
          });

  private VendingWorkload() {}

  /**
   * The workload.
   *
   * @param decoders creates a decoder for each thread
   */
  public static Workload<Purchase> create(Supplier<? extends EventDecoder<Purchase>> decoders) {
    View<Purchase> items = keepingSales(sales("items").by("item", Purchase::item));
    View<Purchase> machines = keepingSales(sales("machines").by("machine", Purchase::machine));
    View<Purchase> healthy = keepingSales(sales("healthy").by("healthy", VendingWorkload::label));
    View<Purchase> hours = keepingSales(sales("hours").per(Bucket.HOUR, Purchase::epochSecond));
    return new Workload<>(
        NAME,
        List.of(TOPIC),
        decoders,
        List.of(items, machines, healthy, hours),
        List.of(
            showingSales(Presentation.of(items, "items").key("item")),
            showingSales(Presentation.of(machines, "machines").key("machine")),
            showingSales(Presentation.of(healthy, "healthy").key("healthy")),
            showingSales(Presentation.of(hours, "hours").time("hour"))));
  }

  private static Utf8 label(Purchase purchase) {
    Utf8 label = purchase.healthy().getOrElse(UNKNOWN);
    return label.isEmpty() ? UNKNOWN : label;
  }

  private static View.Builder<Purchase> sales(String name) {
    return View.of(Purchase.class, name);
  }

  private static View<Purchase> keepingSales(View.Builder<Purchase> key) {
    return key.keep(UNITS).keep(PURCHASES).keep(REVENUE).keep(CUSTOMERS).build();
  }

  private static Presentation showingSales(Presentation.Builder key) {
    return key.show("units", row -> Value.of(row.of(UNITS).toBigInteger()))
        .show("purchases", row -> Value.of(row.of(PURCHASES).toBigInteger()))
        .show("revenue", row -> Value.of(row.of(REVENUE).rounded()))
        .show("customers", row -> Value.of(row.of(CUSTOMERS).count()))
        .build();
  }
}
