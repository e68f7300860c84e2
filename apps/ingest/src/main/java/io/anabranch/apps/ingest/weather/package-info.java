/** A source that polls the weather of cities from OpenWeatherMap. */
@org.jspecify.annotations.NullMarked
package io.anabranch.apps.ingest.weather;
