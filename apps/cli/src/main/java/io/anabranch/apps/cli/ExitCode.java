package io.anabranch.apps.cli;

import io.anabranch.apps.layers.audit.AuditReport;

/** Exit codes of commands. */
final class ExitCode {

  static final int OK = 0;
  static final int FAILED = 1;

  /** Unknown command, flag, workload or view; a value that does not fit its flag. */
  static final int USAGE = 2;

  /** The answer is incomplete. */
  static final int INCOMPLETE = 3;

  /** Ctrl-C. */
  static final int INTERRUPTED = 130;

  /** The reader of the output has gone: as a shell shows a program that SIGPIPE has killed. */
  static final int READER_GONE = 141;

  private ExitCode() {}

  /**
   * The exit code of an audit: failed if anything differs, incomplete if not even one cycle came to
   * its end or something in it could not be checked.
   */
  static int of(AuditReport audit) {
    if (!audit.isClean()) {
      return FAILED;
    }
    return audit.cycles() > 0 && audit.notChecked().isNothing() ? OK : INCOMPLETE;
  }
}
