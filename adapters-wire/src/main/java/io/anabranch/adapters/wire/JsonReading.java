package io.anabranch.adapters.wire;

/**
 * Converts an object to an event: a pure function, which may be called more than once per record.
 *
 * @param <E> the workload's event
 */
@FunctionalInterface
public interface JsonReading<E> {

  /**
   * Reads the fields, in the order in which they should be checked. The first accessor that cannot
   * return its value ends the reading and determines the reason of the rejection.
   *
   * @param object valid only during the call
   */
  E read(JsonObject object);
}
