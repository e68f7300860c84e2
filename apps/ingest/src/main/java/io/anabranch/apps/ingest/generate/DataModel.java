package io.anabranch.apps.ingest.generate;

import java.util.List;
import java.util.SortedMap;

/** A model of the real-world source of the events of one workload. */
interface DataModel {

  /** A message as its producer writes it. */
  record Message(String topic, int partition, String key, String text) {}

  SortedMap<String, Integer> topics();

  /**
   * The next event.
   *
   * @param now time of sending, in seconds since 1970
   * @param second time of the event, at most {@code now}
   */
  Message event(long now, long second);

  /** Reference data since the previous call up to an instant, inclusive. */
  default List<Message> reference(long now) {
    return List.of();
  }
}
