package io.anabranch.apps.cli;

/** What a command's exit status says. */
final class ExitCode {

  static final int OK = 0;
  static final int FAILED = 1;

  /** Unknown command, flag, workload or view; a value that does not fit its flag. */
  static final int USAGE = 2;

  /** The answer is incomplete. */
  static final int INCOMPLETE = 3;

  /** Whoever read the answer has gone: what a shell shows of a program that SIGPIPE ended. */
  static final int READER_GONE = 141;

  private ExitCode() {}
}
