package io.anabranch.apps.cli;

/** Wrong usage: something that does not exist was asked for. The message says what does. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
