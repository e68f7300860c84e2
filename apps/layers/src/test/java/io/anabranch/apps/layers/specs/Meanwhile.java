package io.anabranch.apps.layers.specs;

import io.anabranch.ports.StoreFailure;

/** What happens around a call of a port. */
@FunctionalInterface
public interface Meanwhile {

  void happen() throws StoreFailure;

  /** The call fails; before it, nothing happened. */
  static Meanwhile unavailable() {
    return () -> {
      throw new StoreFailure.Unavailable("the store is down");
    };
  }

  /** The caller does not learn whether the call had an effect. */
  static Meanwhile outcomeUnknown() {
    return () -> {
      throw new StoreFailure.OutcomeUnknown("the reply is lost");
    };
  }
}
