package io.anabranch.apps.ingest.weather;

import io.vavr.control.Option;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A city whose weather is polled.
 *
 * @param latitude in degrees north, WGS 84
 * @param longitude in degrees east, WGS 84
 */
public record City(String name, double latitude, double longitude) {

  private static final double MAX_LATITUDE = 90;
  private static final double MAX_LONGITUDE = 180;
  private static final Pattern FORM =
      Pattern.compile("(\\S.*?)\\s+(-?\\d{1,2}(?:\\.\\d{1,9})?)\\s+(-?\\d{1,3}(?:\\.\\d{1,9})?)");

  /** Parses the form used in settings, {@code Paris 48.8566 2.3522}; none if it is invalid. */
  public static Option<City> read(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return Option.none();
    }
    City city =
        new City(
            form.group(1), Double.parseDouble(form.group(2)), Double.parseDouble(form.group(3)));
    return Option.some(city).filter(City::isValid);
  }

  private boolean isValid() {
    return Math.abs(latitude) <= MAX_LATITUDE && Math.abs(longitude) <= MAX_LONGITUDE;
  }
}
