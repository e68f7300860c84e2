package io.anabranch.apps.live;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes those who wait for records, so that nobody looks for them in vain or sleeps through them. A
 * ring between looking and waiting is not lost: who waits names the rings that it has heard.
 */
final class Doorbell {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private final AtomicLong rings = new AtomicLong();

  /** How often it was rung so far: to be asked before looking. */
  long rings() {
    return rings.get();
  }

  void ring() {
    lock.lock();
    try {
      rings.incrementAndGet();
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it was rung more often than that, or so long. */
  void await(long heard, long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while (rings.get() == heard && left > 0) {
        left = rung.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
