package io.anabranch.apps.ingest.weather;

import io.vavr.collection.Vector;
import java.net.URI;
import java.time.Duration;

/**
 * What the poller asks OpenWeatherMap for.
 *
 * @param url of the API, without its path
 * @param timeout of one call
 * @param places at least one, no city twice
 */
public record WeatherSettings(
    URI url, ApiKey key, int callsPerMinute, Duration timeout, Vector<City> places) {}
