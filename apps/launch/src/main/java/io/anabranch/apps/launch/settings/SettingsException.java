package io.anabranch.apps.launch.settings;

/** What is set cannot be used: what, where it was set, and how it is meant. */
public final class SettingsException extends Exception {

  private static final long serialVersionUID = 1L;

  public SettingsException(String message) {
    super(message);
  }

  public SettingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
