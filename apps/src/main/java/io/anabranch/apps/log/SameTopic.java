package io.anabranch.apps.log;

import io.anabranch.domain.log.Partition;
import io.anabranch.ports.StoreFailure;

/** Tells a topic from one of the same name that was deleted before it. */
public final class SameTopic {

  private SameTopic() {}

  /**
   * Demands that a partition's topic is the one that was counted so far.
   *
   * @param counted partitions that something is known of, of any topics
   * @throws StoreFailure.Corrupt if one of them is of another topic of the same name: the topic was
   *     recreated, and offsets of the old and the new one mean different records
   */
  public static void demand(Partition partition, Iterable<Partition> counted)
      throws StoreFailure.Corrupt {
    for (Partition known : counted) {
      if (known.topic().name().equals(partition.topic().name())
          && !known.topic().id().equals(partition.topic().id())) {
        throw new StoreFailure.Corrupt(
            "topic "
                + partition.topic().name()
                + " was recreated: its id is "
                + partition.topic().id()
                + ", and what is counted so far is of "
                + known.topic().id()
                + ". Nothing is merged or skipped; give the new topic a name of its own, or start with"
                + " empty stores");
      }
    }
  }
}
