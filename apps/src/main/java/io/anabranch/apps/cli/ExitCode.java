package io.anabranch.apps.cli;

/** What a command's exit status says. */
final class ExitCode {

  static final int OK = 0;
  static final int FAILED = 1;

  /** Unknown command, flag, workload or view; a value that does not fit its flag. */
  static final int USAGE = 2;

  /** The answer is incomplete. */
  static final int INCOMPLETE = 3;

  /** Ctrl-C. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
