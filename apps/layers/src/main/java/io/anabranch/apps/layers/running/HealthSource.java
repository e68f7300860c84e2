package io.anabranch.apps.layers.running;

import io.vavr.collection.Vector;
import java.time.Instant;
import java.util.SortedMap;

/** Work for one workload, as those see it who look whether all is well. */
public interface HealthSource {

  String workload();

  /** How it stands, in a line. */
  String describe();

  /** What does not work now and is tried again; empty if all is well. */
  Vector<String> activeFailures();

  /** When each worker's last turn went well, by what it does. */
  SortedMap<String, Instant> lastSuccess();
}
