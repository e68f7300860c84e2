package io.anabranch.apps.ingest.generate;

import io.anabranch.domain.weather.WeatherWorkload;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The weather of twelve French cities, one of which is observed rarely. */
final class Stations implements DataModel {

  private record City(String name, double lon, double lat, double mean) {}

  private static final List<City> CITIES =
      List.of(
          new City("Paris", 2.3522, 48.8566, 12.4),
          new City("Marseille", 5.3698, 43.2965, 15.9),
          new City("Lyon", 4.8357, 45.764, 13.1),
          new City("Toulouse", 1.4442, 43.6047, 14.2),
          new City("Nice", 7.262, 43.7102, 16.1),
          new City("Nantes", -1.5536, 47.2184, 12.9),
          new City("Strasbourg", 7.7521, 48.5734, 11.3),
          new City("Montpellier", 3.8767, 43.6108, 15.6),
          new City("Bordeaux", -0.5792, 44.8378, 14.1),
          new City("Lille", 3.0573, 50.6292, 11.2),
          new City("Rennes", -1.6778, 48.1173, 12.4),
          new City("Reims", 4.0317, 49.2583, 10.9));

  private static final int PARTITIONS = 3;
  private static final double RARE_SHARE = 0.003;
  private static final double SECONDS_PER_DAY = 86_400;

  private final Randomness random;

  /** Slowly drifting deviation of the temperature of each city. */
  private final double[] drift = new double[CITIES.size()];

  Stations(Randomness random) {
    this.random = random;
  }

  @Override
  public SortedMap<String, Integer> topics() {
    return new TreeMap<>(Map.of(WeatherWorkload.TOPIC, PARTITIONS));
  }

  @Override
  public Message event(long now, long second) {
    int last = CITIES.size() - 1;
    int index = random.happens(RARE_SHARE) ? last : random.below(last);
    City city = CITIES.get(index);
    drift[index] = drift[index] * 0.999 + random.noise() * 0.2;
    double hours = second % SECONDS_PER_DAY / SECONDS_PER_DAY;
    double warmth = -6 * Math.cos((hours - 0.1) * 2 * Math.PI); // peaks in the afternoon
    double temperature = city.mean() + warmth + drift[index];
    double wind = Math.abs(random.noise()) * 4;
    String text =
        "{\"date\":\""
            + JsonTemplates.time(second)
            + "\",\"city\":\""
            + city.name()
            + "\",\"lon\":"
            + city.lon()
            + ",\"lat\":"
            + city.lat()
            + ",\"temperature\":"
            + JsonTemplates.cents(temperature)
            + ",\"feels_like\":"
            + JsonTemplates.cents(temperature - wind)
            + "}";
    int partition = index == last ? PARTITIONS - 1 : index % (PARTITIONS - 1);
    return new Message(WeatherWorkload.TOPIC, partition, city.name(), text);
  }
}
