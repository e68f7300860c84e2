package io.anabranch.apps.launch.settings;

import io.anabranch.apps.ingest.weather.ApiKey;
import io.anabranch.apps.ingest.weather.City;
import io.anabranch.apps.ingest.weather.WeatherSettings;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The section {@code weather}: how the poller asks OpenWeatherMap.
 *
 * @param url of the API, without its path
 * @param timeout of one call
 * @param cities at least one, none twice
 */
public record WeatherSection(
    URI url, Secret apiKey, int callsPerMinute, Duration timeout, Vector<City> cities) {

  private static final String KEY = "weather.api-key";
  private static final String URL = "weather.url";
  private static final String CITIES = "weather.cities";

  static WeatherSection of(Settings settings) throws SettingsException {
    return new WeatherSection(
        url(settings),
        settings.secret(KEY),
        settings.number("weather.calls-per-minute", 1),
        settings.duration("weather.timeout"),
        cities(settings));
  }

  /**
   * The poller's settings, with the key.
   *
   * @throws SettingsException if there is no key, or its file cannot be read
   */
  public WeatherSettings polling() throws SettingsException {
    return new WeatherSettings(url, key(), callsPerMinute, timeout, cities);
  }

  private ApiKey key() throws SettingsException {
    Option<String> key = apiKey.read();
    if (key.isEmpty()) {
      throw new SettingsException(
          "there is no key of OpenWeatherMap: set the environment variable"
              + " ANABRANCH_WEATHER_API_KEY, or weather.api-key-file to a file that contains only"
              + " the key; keys are made at https://home.openweathermap.org/api_keys");
    }
    return key.flatMap(ApiKey::of)
        .getOrElseThrow(() -> new SettingsException(KEY + " takes one line of letters and digits"));
  }

  private static URI url(Settings settings) throws SettingsException {
    String expected = "an address such as https://api.openweathermap.org";
    try {
      URI url = new URI(settings.text(URL).getOrElse(""));
      boolean isHttp = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      boolean isBare = url.getRawQuery() == null && url.getRawFragment() == null;
      if (!isHttp || !isBare || url.getHost() == null || url.getRawUserInfo() != null) {
        throw settings.invalid(URL, expected);
      }
      return url;
    } catch (URISyntaxException invalid) {
      throw settings.invalid(URL, expected);
    }
  }

  private static Vector<City> cities(Settings settings) throws SettingsException {
    Vector<City> cities = Vector.empty();
    Set<String> names = new HashSet<>();
    for (String text : settings.texts(CITIES)) {
      Option<City> city = City.read(text);
      if (city.isEmpty()) {
        throw settings.invalid(
            CITIES, "cities written as \"Paris 48.8566 2.3522\", unlike \"" + text + "\"");
      }
      if (!names.add(city.get().name())) {
        throw settings.invalid(CITIES, "each city once; \"" + text + "\" is a repetition");
      }
      cities = cities.appendAll(city);
    }
    if (cities.isEmpty()) {
      throw settings.invalid(CITIES, "one city or more");
    }
    return cities;
  }
}
