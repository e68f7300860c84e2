package io.anabranch.apps.simulate;

import io.vavr.collection.Vector;

/**
 * What should not be.
 *
 * @param words one line
 * @param details more of them
 */
record Problem(Kind kind, String words, Vector<String> details) {

  /** In which way. */
  enum Kind {
    /** An answer is not what it says that it is. */
    WRONG("wrong answer"),
    /** Something that should go on does not. */
    STUCK("stuck"),
    /** Something stops with an error that is not true. */
    BROKEN("broken");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  static Problem of(Kind kind, String words) {
    return new Problem(kind, words, Vector.empty());
  }

  /** Carries a problem out of whatever found it. */
  static final class Found extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    Found(Problem problem) {
      super(problem.words(), null, false, false);
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }
}
