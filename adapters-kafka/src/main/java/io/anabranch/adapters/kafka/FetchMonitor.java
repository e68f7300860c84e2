package io.anabranch.adapters.kafka;

import io.anabranch.domain.log.Partition;
import io.vavr.control.Option;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What all streams of a log are guarded by, and what their readers wait for. */
final class FetchMonitor {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** From where on records were lost, where that was noticed. With the lock held. */
  private final Map<Partition, Long> lost = new HashMap<>();

  /** Records of a partition from a position on were lost: nothing is read there any more. */
  void lost(Partition partition, long from) {
    lost.merge(partition, from, Math::min);
  }

  /** From where on records of a partition were lost; none that is known of. */
  Option<Long> lostFrom(Partition partition) {
    return Option.of(lost.get(partition));
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  /** Some stream has changed. With the lock held. */
  void tell() {
    changed.signalAll();
  }

  /** The same, for who does not hold the lock. */
  void tellLocked() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What to wait for, with the lock held. */
  Condition changed() {
    return changed;
  }

  /** Something else to wait for under the same lock. */
  Condition newCondition() {
    return lock.newCondition();
  }
}
