package io.anabranch.apps.standalone.live;

/**
 * The mapping of simulated time to wall-clock time.
 *
 * @param start start of simulated time, in milliseconds since 1970
 * @param startNanos the nano time at which it starts
 * @param speedUp simulated seconds per wall-clock second
 */
record TimeScale(long start, long startNanos, double speedUp) {

  /** The nano time of a simulated instant. */
  long nanosAt(long simulatedMillis) {
    return startNanos + (long) ((simulatedMillis - start) * 1e6 / speedUp);
  }

  /** The same scale, shifted by a pause. */
  TimeScale delayedBy(long nanos) {
    return new TimeScale(start, startNanos + nanos, speedUp);
  }
}
