package io.anabranch.apps.ingest.generate;

import java.util.SortedMap;

/**
 * A history of one workload without end, record after record in the order of simulated time. It
 * knows no clock: who sends the records decides how fast simulated time passes. One thread.
 */
public interface Generator {

  /** The topics it sends to, the reference log's too, and how many partitions each has. */
  SortedMap<String, Integer> topics();

  /** The next record. */
  Generated next();
}
