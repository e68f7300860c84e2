package io.anabranch.apps.workloads;

/** A plugin cannot be used. The message names its file, the problem, and what to do. */
public final class PluginException extends Exception {

  private static final long serialVersionUID = 1L;

  PluginException(String message) {
    super(message);
  }

  PluginException(String message, Throwable cause) {
    super(message, cause);
  }
}
