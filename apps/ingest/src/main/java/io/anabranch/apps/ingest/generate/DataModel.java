package io.anabranch.apps.ingest.generate;

import java.util.List;
import java.util.SortedMap;

/** What happens in one workload: a place with its people and machines. */
interface DataModel {

  /** A message as its producer words it. */
  record Message(String topic, int partition, String key, String text) {}

  SortedMap<String, Integer> topics();

  /**
   * Something that happens.
   *
   * @param now when it is told, in seconds since 1970
   * @param second when it happened, not after it is told
   */
  Message happening(long now, long second);

  /** What the reference log is told from the instant before up to an instant, inclusive. */
  default List<Message> reference(long now) {
    return List.of();
  }
}
