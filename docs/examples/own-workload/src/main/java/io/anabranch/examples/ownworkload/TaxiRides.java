package io.anabranch.examples.ownworkload;

import io.anabranch.adapters.wire.DecoderSettings;
import io.anabranch.adapters.wire.JsonDecoder;
import io.anabranch.adapters.wire.JsonField;
import io.anabranch.domain.aggregate.Distinct;
import io.anabranch.domain.aggregate.ExactDoubleSum;
import io.anabranch.domain.aggregate.IntegerSum;
import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import java.util.List;

/** A workload of your own: taxi rides by zone and hour. */
public final class TaxiRides implements WorkloadFactory {

  record Ride(Utf8 taxi, Utf8 zone, double fare, long droppedOff) {}

  static final Measure<Ride, IntegerSum> RIDES =
      Measure.of("rides", IntegerSum.MONOID, (sum, ride) -> sum.add(1));
  static final Measure<Ride, ExactDoubleSum> FARES =
      Measure.of("fares", ExactDoubleSum.MONOID, (total, ride) -> total.add(ride.fare()));
  static final Measure<Ride, Distinct> TAXIS =
      Measure.of("taxis", Distinct.MONOID, (taxis, ride) -> taxis.add(ride.taxi()));

  static final View<Ride> ZONES =
      View.of(Ride.class, "zones")
          .by("zone", Ride::zone)
          .per(Bucket.HOUR, Ride::droppedOff)
          .keep(RIDES)
          .keep(FARES)
          .keep(TAXIS)
          .build();

  static final Presentation ZONES_BY_HOUR =
      Presentation.of(ZONES, "zones")
          .key("zone")
          .time("hour")
          .show("rides", row -> Value.of(row.of(RIDES).toBigInteger()))
          .show("fares", row -> Value.of(row.of(FARES).rounded()))
          .show("taxis", row -> Value.of(row.of(TAXIS).count()))
          .build();

  static EventDecoder<Ride> decoder(DefinitionSpec spec) {
    return JsonDecoder.of(
        DecoderSettings.of(spec),
        json -> {
          JsonField taxi = json.field("taxi");
          JsonField zone = json.field("zone");
          JsonField fare = json.field("fare");
          JsonField at = json.field("dropped_off");
          return object -> {
            double paid = object.number(fare);
            if (paid < 0) {
              throw object.rejected(new Rejection.Invalid("fare", "not negative"));
            }
            return new Ride(object.name(taxi), object.name(zone), paid, object.instant(at));
          };
        });
  }

  @Override
  public String workload() {
    return "rides";
  }

  @Override
  public Workload<Ride> create(DefinitionSpec spec) {
    return new Workload<>(
        workload(), List.of("rides"), () -> decoder(spec), List.of(ZONES), List.of(ZONES_BY_HOUR));
  }
}
