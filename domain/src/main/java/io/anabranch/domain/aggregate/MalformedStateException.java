package io.anabranch.domain.aggregate;

/** Stored bytes that no state was written as: the store is corrupt, or the wrong codec reads it. */
public final class MalformedStateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MalformedStateException(String message) {
    super(message);
  }
}
