package io.anabranch.apps.launch.settings;

import io.anabranch.apps.ingest.weather.ApiKey;
import io.anabranch.apps.ingest.weather.City;
import io.anabranch.apps.ingest.weather.WeatherSettings;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Set;

/** The section {@code weather}: how the poller asks OpenWeatherMap. */
public final class WeatherSection {

  private static final String KEY = "weather.api-key";
  private static final String URL = "weather.url";
  private static final String CITIES = "weather.cities";

  private WeatherSection() {}

  /** As the settings have it. */
  public static WeatherSettings of(Settings settings) throws SettingsException {
    return new WeatherSettings(
        url(settings),
        key(settings),
        settings.number("weather.calls-per-minute", 1),
        settings.duration("weather.timeout"),
        places(settings));
  }

  private static ApiKey key(Settings settings) throws SettingsException {
    Option<String> key = settings.secret(KEY);
    if (key.isEmpty()) {
      throw new SettingsException(
          "there is no key of OpenWeatherMap: set the environment variable"
              + " ANABRANCH_WEATHER_API_KEY, or weather.api-key-file to a file with the key alone;"
              + " keys are made at https://home.openweathermap.org/api_keys");
    }
    return key.flatMap(ApiKey::of)
        .getOrElseThrow(
            () ->
                new SettingsException(
                    KEY + ": a key is one line of letters and digits, and this is not"));
  }

  private static URI url(Settings settings) throws SettingsException {
    String meant = "an address as https://api.openweathermap.org";
    try {
      URI url = new URI(settings.text(URL).getOrElse(""));
      boolean isHttp = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      boolean isBare = url.getRawQuery() == null && url.getRawFragment() == null;
      if (!isHttp || !isBare || url.getHost() == null || url.getRawUserInfo() != null) {
        throw settings.invalid(URL, meant);
      }
      return url;
    } catch (URISyntaxException invalid) {
      throw settings.invalid(URL, meant);
    }
  }

  private static Vector<City> places(Settings settings) throws SettingsException {
    Vector<City> places = Vector.empty();
    Set<String> cities = new HashSet<>();
    for (String text : settings.texts(CITIES)) {
      Option<City> place = City.read(text);
      if (place.isEmpty() || !cities.add(place.get().city())) {
        throw settings.invalid(
            CITIES, "cities as \"Paris 48.8566 2.3522\", none twice; \"" + text + "\" is not that");
      }
      places = places.appendAll(place);
    }
    if (places.isEmpty()) {
      throw settings.invalid(CITIES, "one or more");
    }
    return places;
  }
}
