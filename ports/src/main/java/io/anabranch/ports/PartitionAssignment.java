package io.anabranch.ports;

import io.anabranch.domain.log.Partition;
import java.util.SortedSet;

/**
 * How processes that do the same share the partitions of some topics. One of these is one member of
 * the group.
 *
 * <p>Shapes: all partitions of the topics that the group is about, those added later included, are
 * shared evenly.
 *
 * <p>Ordering: a partition that changes hands has no owner, or two, for a while. Both are harmless,
 * since what an owner writes follows from offsets alone: this is about who works, never about what
 * is right.
 *
 * <p>Idempotence: asking changes nothing. A member that is gone, with or without a word, is
 * replaced within seconds.
 *
 * <p>Errors: {@code Unavailable} while the member cannot join.
 *
 * <p>Source: a consumer group in a cluster, memory in one process.
 */
public interface PartitionAssignment extends AutoCloseable {

  /** The partitions that are this member's now. Cheap: to be asked again and again. */
  SortedSet<Partition> mine() throws StoreFailure;

  /** Leaves the group: what was this member's is shared among the others. */
  @Override
  void close();
}
