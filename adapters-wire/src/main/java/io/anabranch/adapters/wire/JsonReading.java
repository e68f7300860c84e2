package io.anabranch.adapters.wire;

/**
 * Makes an event of an object: a pure function, which may be called more than once for a record.
 *
 * @param <E> the workload's event
 */
@FunctionalInterface
public interface JsonReading<E> {

  /**
   * Reads the fields in the order in which they are to be checked. The first accessor that does not
   * find what it asks for ends the reading, and the event counts as rejected for that reason.
   *
   * @param object valid during the call only
   */
  E read(JsonObject object);
}
