package io.anabranch.apps.local;

/** A server cannot be had. The message says which one, why, where its log is and what to do. */
public final class LocalServerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says all of that in one message. */
  public LocalServerException(String message) {
    super(message);
  }

  LocalServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
