package io.anabranch.apps.launch.wiring;

import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.ports.StoreFailure;

/** A server cannot be reached while layers are put together. */
public final class ConnectionFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private ConnectionFailed(Exception why) {
    super(why.getMessage(), why);
  }

  /** Opens something for a component, whose makers may throw nothing checked. */
  @FunctionalInterface
  interface Opening<T> {
    T open() throws StoreFailure, SettingsException;
  }

  /** The same as a failure of a port: of settings that cannot be used, nothing can be made. */
  public StoreFailure asStoreFailure() {
    return getCause() instanceof StoreFailure failure
        ? failure
        : new StoreFailure.Unavailable(String.valueOf(getMessage()), this);
  }

  static <T> T orElse(Opening<T> opening) {
    try {
      return opening.open();
    } catch (StoreFailure | SettingsException why) {
      throw new ConnectionFailed(why);
    }
  }
}
