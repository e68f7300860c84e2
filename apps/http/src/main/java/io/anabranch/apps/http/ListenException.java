package io.anabranch.apps.http;

/** A server cannot listen at its address. The message says where, why, and what to do. */
public final class ListenException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean isTaken;

  ListenException(String message, boolean isTaken, Throwable cause) {
    super(message, cause);
    this.isTaken = isTaken;
  }

  /** Whether another program listens there. */
  boolean isTaken() {
    return isTaken;
  }
}
