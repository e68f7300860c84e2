package io.anabranch.ports.inmemory;

import io.anabranch.ports.StoreFailure;

/**
 * What befalls the calls of the in-memory ports. It is asked around each of them, on the caller's
 * thread and with no lock held: it may throw a failure or an error, wait, or let others run first.
 */
public interface Faults {

  /** Nothing ever fails. */
  Faults NONE = new Faults() {};

  /** Asked before any effect: what is thrown here happened instead of it. */
  default void before(PortCall call) throws StoreFailure {}

  /** Asked after the whole effect, before the caller learns of it: what is thrown hides it. */
  default void after(PortCall call) throws StoreFailure {}
}
