package io.anabranch.ports.inmemory;

import io.anabranch.ports.StoreFailure;

/**
 * Injects faults into the calls of the in-memory ports. It is called around each of them, on the
 * caller's thread and without a lock: it may throw a failure or an error, wait, or run other tasks.
 */
public interface Faults {

  /** Injects no faults. */
  Faults NONE = new Faults() {};

  /** Called before any effect: an exception replaces the call. */
  default void before(PortCall call) throws StoreFailure {}

  /** Called after the complete effect: an exception hides the result from the caller. */
  default void after(PortCall call) throws StoreFailure {}
}
