package io.anabranch.adapters.kafka;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What all streams of a log are guarded by, and what their readers wait for. */
final class Arrivals {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

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
