package io.anabranch.apps.http;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * What an event stream sends. Each event is complete in itself, so a subscriber that misses events
 * is up to date after the next.
 *
 * @param key equal for sources of the same events: one call serves all their subscribers
 * @param current the current event
 */
record EventSource(String key, Supplier<Event> current) {

  /**
   * An event.
   *
   * @param tag changes when the content does
   * @param name its type
   * @param json without line ends
   */
  record Event(String tag, String name, String json) {

    byte[] bytes() {
      return ("event: " + name + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
  }
}
