package io.anabranch.apps.ingest.recorded;

/** Recorded input that cannot be taken as it is. The message says what, where, and what to do. */
public final class InputException extends Exception {

  private static final long serialVersionUID = 1L;

  InputException(String message) {
    super(message);
  }

  InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
