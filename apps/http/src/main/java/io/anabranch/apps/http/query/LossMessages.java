package io.anabranch.apps.http.query;

import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.vavr.collection.Vector;
import java.util.stream.Collectors;

/** Descriptions of losses, and names of partitions that distinguish topics that are gone. */
public final class LossMessages {

  private LossMessages() {}

  /**
   * The name of a partition among others: {@code topic-partition}, or {@code topic-partition@id}
   * where its topic is gone or another partition has the same name.
   */
  static String name(Partition partition, OffsetVector among, Vector<Loss> losses) {
    boolean isOneOfTwo =
        among.partitions().stream()
            .filter(other -> !isGone(other, losses))
            .anyMatch(
                other -> other.toString().equals(partition.toString()) && !other.equals(partition));
    return isOneOfTwo || isGone(partition, losses) ? withId(partition) : partition.toString();
  }

  private static boolean isGone(Partition partition, Vector<Loss> losses) {
    return losses.exists(loss -> loss.partition().equals(partition) && loss.closedAt().isDefined());
  }

  private static String withId(Partition partition) {
    return partition + "@" + partition.topic().id();
  }

  /** Offsets like {@code [topic-0:17 topic-1:4]}. */
  public static String describe(OffsetVector offsets, Vector<Loss> losses) {
    return offsets.asMap().entrySet().stream()
        .map(entry -> name(entry.getKey(), offsets, losses) + ":" + entry.getValue())
        .collect(Collectors.joining(" ", "[", "]"));
  }

  /** A loss in one line. */
  public static String describe(Loss loss) {
    return describe(loss.partition(), loss.range(), loss.cause());
  }

  /** A loss in one line. */
  public static String describe(Partition partition, OffsetRange range, Loss.Cause cause) {
    String lost = range.isEmpty() ? "nothing known" : "positions " + range;
    return switch (cause) {
      case RECREATED ->
          lost
              + " of "
              + withId(partition)
              + ", whose topic was recreated, and all later records that were never read";
      case EXPIRED -> lost + " of " + partition + ", which retention took before the archive did";
    };
  }
}
