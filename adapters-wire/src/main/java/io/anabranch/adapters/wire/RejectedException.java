package io.anabranch.adapters.wire;

import io.anabranch.domain.event.Rejection;

/**
 * Ends the reading of an event at the first invalid value. It never leaves a decoder, which passes
 * the rejection to the sink. It has no stack trace, because it does not report a bug.
 */
final class RejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Rejection rejection;

  RejectedException(Rejection rejection) {
    super(rejection.reason(), null, false, false);
    this.rejection = rejection;
  }

  Rejection rejection() {
    return rejection;
  }
}
