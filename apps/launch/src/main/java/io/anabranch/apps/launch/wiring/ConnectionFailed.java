package io.anabranch.apps.launch.wiring;

import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.ports.StoreFailure;

/**
 * A connection cannot be opened while a component is composed. Dagger's providers may throw nothing
 * checked, so that this carries the cause, with its message: a {@link StoreFailure}, or a {@link
 * SettingsException}, which is not a failure of a store and never becomes one.
 */
public final class ConnectionFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private ConnectionFailed(Exception cause) {
    super(cause.getMessage(), cause);
  }

  /** Opens a connection for a component. */
  @FunctionalInterface
  interface Opening<T> {
    T open() throws StoreFailure, SettingsException;
  }

  /**
   * Opens a connection.
   *
   * @throws ConnectionFailed if a server or a setting prevents it
   */
  static <T> T orElse(Opening<T> opening) {
    try {
      return opening.open();
    } catch (StoreFailure | SettingsException cause) {
      throw new ConnectionFailed(cause);
    }
  }
}
