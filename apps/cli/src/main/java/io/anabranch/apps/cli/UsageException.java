package io.anabranch.apps.cli;

/** The user asked for something that there is not. The message says what, and what there is. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
