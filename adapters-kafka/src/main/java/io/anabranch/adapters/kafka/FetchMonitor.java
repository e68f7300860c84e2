package io.anabranch.adapters.kafka;

import io.anabranch.domain.log.Partition;
import io.vavr.control.Option;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The lock of all fetch buffers of a log, and the condition that their readers wait for. */
final class FetchMonitor {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** The first lost offset of each partition that was truncated. */
  private final Map<Partition, Long> lost = new HashMap<>();

  /** Records that records of a partition were lost, this offset and above: reading stops there. */
  void recordLoss(Partition partition, long from) {
    lost.merge(partition, from, Math::min);
  }

  /** The first lost offset of a partition; none if no loss is known. */
  Option<Long> lostFrom(Partition partition) {
    return Option.of(lost.get(partition));
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  /** Signals that a buffer has changed. The lock must be held. */
  void signalAll() {
    changed.signalAll();
  }

  /** As {@link #signalAll}, for callers that do not hold the lock. */
  void lockAndSignalAll() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Signalled when a buffer changes. */
  Condition changed() {
    return changed;
  }

  /** Another condition of the same lock. */
  Condition newCondition() {
    return lock.newCondition();
  }
}
