package io.anabranch.apps.simulation;

import io.vavr.collection.Vector;

/**
 * What should not be.
 *
 * @param description one line
 * @param details more of them
 */
record Violation(Kind kind, String description, Vector<String> details) {

  /** In which way. */
  enum Kind {
    /** An answer is not what it says that it is. */
    WRONG("wrong answer"),
    /** Something that should go on does not. */
    STUCK("stuck"),
    /** Something stops with an error that is not true. */
    BROKEN("broken");

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

  /** Carries a problem out of whatever found it. */
  static final class Found extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Violation problem;

    Found(Violation problem) {
      super(problem.description(), null, false, false);
      this.problem = problem;
    }

    Violation problem() {
      return problem;
    }
  }
}
