package io.anabranch.apps.layers.log;

import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;

/** Tells a topic from one of the same name that was deleted before it. */
public final class TopicIdentity {

  private TopicIdentity() {}

  /**
   * Demands that a partition's topic is the one that was counted so far, but for those that were
   * closed.
   *
   * @param counted partitions that something is known of, of any topics
   * @param losses what was accepted as lost
   * @throws StoreFailure.Corrupt if one of them is of another topic of the same name: the topic was
   *     recreated, and offsets of the old and the new one mean different records
   */
  public static void demand(Partition partition, Iterable<Partition> counted, Vector<Loss> losses)
      throws StoreFailure.Corrupt {
    for (Partition known : counted) {
      if (known.topic().name().equals(partition.topic().name())
          && !known.topic().id().equals(partition.topic().id())
          && !losses.exists(
              loss -> loss.partition().equals(known) && loss.closedAt().isDefined())) {
        throw new StoreFailure.Corrupt(
            StoreFailure.Reason.TOPIC_RECREATED,
            "topic "
                + partition.topic().name()
                + " was recreated: its id is "
                + partition.topic().id()
                + ", and what is counted so far is of "
                + known.topic().id()
                + "; nothing is merged or skipped");
      }
    }
  }
}
