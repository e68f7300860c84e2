package io.anabranch.apps.ingest.weather;

import io.vavr.collection.Vector;
import java.net.URI;
import java.time.Duration;

/**
 * Settings of the OpenWeatherMap poller.
 *
 * @param url of the API, without the path
 * @param timeout of one request
 * @param cities at least one, without duplicates
 */
public record WeatherSettings(
    URI url, ApiKey key, int callsPerMinute, Duration timeout, Vector<City> cities) {}
