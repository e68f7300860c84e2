package io.anabranch.apps.cli;

/** What to do next about a failure, in commands of this program. */
final class Remedies {

  private Remedies() {}

  /** What failed, and what to do next where that is known. */
  static String withNextStep(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }
}
