package io.anabranch.apps.layers.running;

import io.vavr.collection.Vector;
import java.time.Instant;
import java.util.SortedMap;

/** The health of a process of one workload. */
public interface HealthSource {

  String workload();

  /** Returns the status in one line. */
  String describe();

  /** Returns the current failures, which are being retried; empty if there are none. */
  Vector<String> activeFailures();

  /** Returns the time of each worker's last success, by task name. */
  SortedMap<String, Instant> lastSuccess();
}
