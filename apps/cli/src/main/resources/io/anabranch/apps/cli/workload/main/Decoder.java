package @PACKAGE@;

import io.anabranch.adapters.wire.DecoderSettings;
import io.anabranch.adapters.wire.JsonDecoder;
import io.anabranch.adapters.wire.JsonField;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.Rejection;

/** Decodes events; an event that does not fit is rejected with a reason, and counted as such. */
final class @CLASS@Decoder {

  private @CLASS@Decoder() {}

  /**
   * A decoder for one thread.
   *
   * @param leastAmount events with less are rejected
   */
  static EventDecoder<@CLASS@Event> of(DefinitionSpec spec, double leastAmount) {
    return JsonDecoder.of(
        DecoderSettings.of(spec),
        json -> {
          JsonField place = json.field("place");
          JsonField visitor = json.field("visitor");
          JsonField amount = json.field("amount");
          JsonField at = json.field("at");
          return object -> {
            double paid = object.number(amount);
            if (paid < leastAmount) {
              throw object.rejected(new Rejection.Invalid("amount", "at least " + leastAmount));
            }
            return new @CLASS@Event(
                object.name(place), object.name(visitor), paid, object.instant(at));
          };
        });
  }
}
