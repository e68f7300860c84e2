package io.anabranch.apps.layers.log;

import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;

/** Distinguishes a topic from a deleted topic of the same name. */
public final class TopicIdentity {

  private TopicIdentity() {}

  /**
   * Checks that a partition's topic is the one that was counted so far, ignoring partitions that
   * were closed.
   *
   * @param counted the partitions that were counted so far, of any topic
   * @param losses the losses that were accepted
   * @throws StoreFailure.Corrupt if one of them belongs to another topic of the same name: the
   *     topic was recreated, and the same offset means different records in the old and the new
   *     topic
   */
  public static void check(Partition partition, Iterable<Partition> counted, Vector<Loss> losses)
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
                + ", but the records counted so far are from the topic with id "
                + known.topic().id());
      }
    }
  }
}
