package io.anabranch.apps.simulation;

import java.util.Random;

/**
 * Generates the records of a simulated log. Draw from few keys, few times and many ties: errors
 * show where events meet in a row. The simulation adds repeated, truncated and absent records
 * itself.
 */
@FunctionalInterface
public interface RecordGenerator {

  /**
   * The value of one record: a pure function of the topic's name and the random numbers.
   *
   * @param random the only source of randomness
   */
  byte[] next(String topic, Random random);
}
