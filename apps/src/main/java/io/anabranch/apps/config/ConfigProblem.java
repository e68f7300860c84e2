package io.anabranch.apps.config;

/** What is set cannot be used: what, where it was set, and how it is meant. */
public final class ConfigProblem extends Exception {

  private static final long serialVersionUID = 1L;

  public ConfigProblem(String message) {
    super(message);
  }

  public ConfigProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
