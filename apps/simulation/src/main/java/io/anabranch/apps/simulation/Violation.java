package io.anabranch.apps.simulation;

import io.vavr.collection.Vector;

/**
 * A violated invariant.
 *
 * @param description one line
 * @param details further lines
 */
record Violation(Kind kind, String description, Vector<String> details) {

  /** The kind of the invariant. */
  enum Kind {
    /** Safety: an answer, or something stored, is not what it claims to be. */
    WRONG_ANSWER("wrong answer"),
    /** Liveness: something that must happen without faults does not. */
    NO_PROGRESS("no progress"),
    /** A step failed with an exception that no injected fault explains. */
    UNEXPECTED_FAILURE("unexpected failure");

    private final String description;

    Kind(String description) {
      this.description = description;
    }

    @Override
    public String toString() {
      return description;
    }
  }

  static Violation of(Kind kind, String description) {
    return new Violation(kind, description, Vector.empty());
  }

  /** Carries a violation from the check that found it to the run. */
  static final class Found extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Violation violation;

    Found(Violation violation) {
      super(violation.description(), null, false, false);
      this.violation = violation;
    }

    Violation violation() {
      return violation;
    }
  }
}
