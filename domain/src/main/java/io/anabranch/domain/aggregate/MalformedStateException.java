package io.anabranch.domain.aggregate;

/** Bytes that are not a valid state: the store is corrupt, or another codec wrote them. */
public final class MalformedStateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MalformedStateException(String message) {
    super(message);
  }
}
