package io.anabranch.apps.http;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * What an event stream tells: always the whole of what it is about, so a subscriber may miss any
 * number of events and know everything after the next.
 *
 * @param key equal for feeds that tell the same, which are asked once for all subscribers
 * @param current what there is to tell now
 */
record EventSource(String key, Supplier<Event> current) {

  /**
   * Something told.
   *
   * @param tag changes if there is something new
   * @param name what kind it is
   * @param json without line ends
   */
  record Event(String tag, String name, String json) {

    byte[] bytes() {
      return ("event: " + name + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
  }
}
