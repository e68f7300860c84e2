package io.anabranch.apps.launch.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.apps.ingest.weather.City;
import io.anabranch.apps.ingest.weather.WeatherSettings;
import io.vavr.control.Option;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WeatherSectionTest {

  private static final String KEY = "0123456789abcdefsecret";

  @TempDir private Path directory;

  private static Settings settings(Map<String, String> set) throws SettingsException {
    return Settings.load(Option.none(), Map.of("ANABRANCH_WEATHER_API_KEY", KEY), set);
  }

  @Test
  void hasTwelveCitiesByDefault() throws Exception {
    WeatherSettings settings = WeatherSection.of(settings(Map.of())).polling();

    assertThat(settings.cities()).hasSize(12).contains(new City("Nantes", 47.2184, -1.5536));
    assertThat(settings.url()).hasToString("https://api.openweathermap.org");
    assertThat(settings.callsPerMinute()).isEqualTo(60);
    assertThat(settings.toString()).doesNotContain(KEY);
  }

  @Test
  void takesTheKeyFromAFile() throws Exception {
    Path file = Files.writeString(directory.resolve("key"), "of-a-file\n");

    WeatherSection weather =
        WeatherSection.of(settings(Map.of("weather.api-key-file", file.toString())));

    assertThat(weather.apiKey().read()).containsExactly("of-a-file");
  }

  @Test
  void saysHowToGetAKey() throws Exception {
    Settings none = Settings.load(Option.none(), Map.of(), Map.of());

    assertThatThrownBy(() -> WeatherSection.of(none).polling())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("ANABRANCH_WEATHER_API_KEY")
        .hasMessageContaining("weather.api-key-file")
        .hasMessageContaining("https://home.openweathermap.org/api_keys");
  }

  @Test
  void doesNotShowAMalformedKey() throws Exception {
    Settings wrong =
        Settings.load(Option.none(), Map.of("ANABRANCH_WEATHER_API_KEY", "two words"), Map.of());

    assertThatThrownBy(() -> WeatherSection.of(wrong).polling())
        .isInstanceOf(SettingsException.class)
        .hasMessageNotContaining("two words");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "weather.url | ftp://somewhere",
        "weather.url | https://user:word@somewhere",
        "weather.url | https://somewhere?appid=x",
        "weather.cities | Paris",
        "weather.cities | Paris 91 2",
        "weather.cities | Paris 48 181",
        "weather.cities | Paris 48 2,Paris 48 2",
        "weather.cities | []",
        "weather.calls-per-minute | 0",
      })
  void refusesInvalidValues(String path, String value) throws Exception {
    Settings wrong = settings(Map.of(path, value));

    assertThatThrownBy(() -> WeatherSection.of(wrong))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(path);
  }
}
