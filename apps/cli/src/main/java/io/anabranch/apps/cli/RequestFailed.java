package io.anabranch.apps.cli;

/** A request to a server failed. The message says which, why, and what to do. */
final class RequestFailed extends Exception {

  private static final long serialVersionUID = 1L;

  RequestFailed(String message) {
    super(message);
  }

  RequestFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
