package io.anabranch.apps.simulation;

import java.util.Random;

/**
 * Makes the records that a simulated log holds. Few keys, few times and ties find more than many: a
 * wrong answer shows where rows meet. Repeated, cut off and absent records are added by the kit.
 */
@FunctionalInterface
public interface RecordGenerator {

  /**
   * The value of one record: a pure function of the topic's name and of what is drawn.
   *
   * @param random the only source of chance
   */
  byte[] next(String topic, Random random);
}
