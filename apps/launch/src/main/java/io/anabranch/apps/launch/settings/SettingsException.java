package io.anabranch.apps.launch.settings;

/**
 * A setting cannot be used. The message says which one, where it is set and what it takes. It is
 * never reported as a failure of a store: trying again does not help.
 */
public final class SettingsException extends Exception {

  private static final long serialVersionUID = 1L;

  public SettingsException(String message) {
    super(message);
  }

  public SettingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
