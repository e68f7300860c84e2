package io.anabranch.apps.local;

/**
 * A server is not available. The message names the server, the reason, its log if it has one, and
 * what to do.
 */
public final class LocalServerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** A message of that form. */
  public LocalServerException(String message) {
    super(message);
  }

  LocalServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
