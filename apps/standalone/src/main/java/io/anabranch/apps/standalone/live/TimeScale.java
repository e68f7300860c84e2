package io.anabranch.apps.standalone.live;

/**
 * How simulated time passes while the wall clock does.
 *
 * @param start where simulated time begins, in milliseconds since 1970
 * @param startNanos the moment at which it does
 * @param speedUp simulated seconds in a second
 */
record TimeScale(long start, long startNanos, double speedUp) {

  /** The moment at which a simulated instant comes. */
  long nanosAt(long simulatedMillis) {
    return startNanos + (long) ((simulatedMillis - start) * 1e6 / speedUp);
  }

  /** The same, standing still for some time. */
  TimeScale delayedBy(long nanos) {
    return new TimeScale(start, startNanos + nanos, speedUp);
  }
}
