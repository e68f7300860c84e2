package io.anabranch.ports;

import io.anabranch.domain.log.Partition;
import java.util.SortedSet;

/**
 * Assigns the partitions of some topics to the processes of a group. Each instance is a member of
 * the group.
 *
 * <p>Shapes: all partitions of the topics of the group, including those added later, are assigned
 * evenly.
 *
 * <p>Ordering: a partition that is reassigned may have no owner, or two, for a while. Both are
 * harmless, since everything an owner writes follows from offsets: assignment affects work, not
 * correctness.
 *
 * <p>Idempotence: a query changes nothing. A member that leaves or fails is replaced within
 * seconds.
 *
 * <p>Errors: {@code Unavailable} while the member cannot join.
 *
 * <p>Source: a consumer group in a cluster, memory in one process.
 */
public interface PartitionAssignment extends AutoCloseable {

  /** The partitions that are assigned to this member now. Cheap: may be polled. */
  SortedSet<Partition> mine() throws StoreFailure;

  /** Leaves the group. The partitions of this member are assigned to the others. */
  @Override
  void close();
}
