/** The weather of cities, asked of OpenWeatherMap again and again. */
@org.jspecify.annotations.NullMarked
package io.anabranch.apps.ingest.weather;
