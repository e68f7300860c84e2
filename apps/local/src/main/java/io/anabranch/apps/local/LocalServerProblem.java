package io.anabranch.apps.local;

/** A server cannot be had. The message says which one, why, where its log is and what to do. */
public final class LocalServerProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LocalServerProblem(String message) {
    super(message);
  }

  LocalServerProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
