package io.anabranch.adapters.wire;

import io.anabranch.domain.event.Rejection;

/**
 * Leaves the reading of an event at the first thing that does not fit. It never leaves a decoder,
 * which tells the sink instead; it has no stack trace because it is not an error of anybody's code.
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
