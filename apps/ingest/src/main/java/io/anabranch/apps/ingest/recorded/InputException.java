package io.anabranch.apps.ingest.recorded;

/** Recorded input is invalid. The message says what, where, and what to do. */
public final class InputException extends Exception {

  private static final long serialVersionUID = 1L;

  InputException(String message) {
    super(message);
  }

  InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
