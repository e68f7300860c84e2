package io.anabranch.apps.cli;

/** Somebody was asked and gave no answer. The message says who, why, and what to do. */
final class Unanswered extends Exception {

  private static final long serialVersionUID = 1L;

  Unanswered(String message) {
    super(message);
  }

  Unanswered(String message, Throwable cause) {
    super(message, cause);
  }
}
