package io.anabranch.apps.ingest.weather;

import io.vavr.control.Option;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A city that is asked for.
 *
 * @param latitude in degrees north, WGS 84
 * @param longitude in degrees east, WGS 84
 */
public record City(String city, double latitude, double longitude) {

  private static final double MOST_NORTH = 90;
  private static final double MOST_EAST = 180;
  private static final Pattern FORM =
      Pattern.compile("(\\S.*?)\\s+(-?\\d{1,2}(?:\\.\\d{1,9})?)\\s+(-?\\d{1,3}(?:\\.\\d{1,9})?)");

  /** As settings write it: {@code Paris 48.8566 2.3522}; none if it is nothing such. */
  public static Option<City> read(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return Option.none();
    }
    City place =
        new City(
            form.group(1), Double.parseDouble(form.group(2)), Double.parseDouble(form.group(3)));
    return Option.some(place).filter(City::isOnEarth);
  }

  private boolean isOnEarth() {
    return Math.abs(latitude) <= MOST_NORTH && Math.abs(longitude) <= MOST_EAST;
  }
}
