package io.anabranch.adapters.wire;

import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.weather.Observation;

/** Decodes the weather of cities: a JSON object per record. */
public final class ObservationDecoder {

  private ObservationDecoder() {}

  public static EventDecoder<Observation> create() {
    return create(DecoderSettings.defaults());
  }

  public static EventDecoder<Observation> create(DecoderSettings settings) {
    return JsonDecoder.of(settings, ObservationDecoder::reading);
  }

  static JsonReading<Observation> reading(JsonFields json) {
    JsonField date = json.field("date");
    JsonField city = json.field("city");
    JsonField temperature = json.field("temperature");
    JsonField feelsLike = json.field("feels_like");
    return object -> {
      long epochSecond = object.second(date);
      Utf8 of = object.name(city);
      double measured = object.number(temperature);
      double felt = object.number(feelsLike);
      return object.orReject(Observation.of(of, epochSecond, measured, felt));
    };
  }
}
