package io.anabranch.apps.ingest.generate;

import java.util.SortedMap;

/**
 * An endless sequence of records of one workload, in the order of simulated time. It has no clock:
 * the sender decides how fast simulated time passes. Not thread-safe.
 */
public interface Generator {

  /** Number of partitions by topic, topics of reference data included. */
  SortedMap<String, Integer> topics();

  /** The next record. */
  Generated next();
}
