package io.anabranch.apps.cli;

/** Somebody was asked and gave no answer. The message says who, why, and what to do. */
final class RequestFailed extends Exception {

  private static final long serialVersionUID = 1L;

  RequestFailed(String message) {
    super(message);
  }

  RequestFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
