package io.anabranch.adapters.wire;

import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.vending.Purchase;
import io.vavr.control.Option;

/** Decodes the purchases of snack machines: a JSON object per record. */
public final class PurchaseDecoder {

  private PurchaseDecoder() {}

  public static EventDecoder<Purchase> create() {
    return create(DecoderSettings.defaults());
  }

  public static EventDecoder<Purchase> create(DecoderSettings settings) {
    return JsonDecoder.of(settings, PurchaseDecoder::reading);
  }

  static JsonReading<Purchase> reading(JsonFields json) {
    JsonField item = json.field("item");
    JsonField machine = json.field("snack_automat_id");
    JsonField price = json.field("price");
    JsonField timestamp = json.field("timestamp");
    JsonField ones = json.field("ones");
    JsonField healthy = json.field("healthy_food");
    JsonField customer = json.field("customer_id");
    return object -> {
      Utf8 boughtItem = object.name(item);
      Utf8 atMachine = object.name(machine);
      double unitPrice = object.number(price);
      long epochSecond = object.second(timestamp);
      long units = object.isAbsent(ones) ? 1 : object.integer(ones);
      Option<Utf8> label = object.optionalName(healthy);
      Option<Utf8> by =
          object.isAbsent(customer) ? Option.none() : Option.some(object.id(customer));
      return new Purchase(boughtItem, atMachine, label, by, unitPrice, units, epochSecond);
    };
  }
}
