package io.anabranch.apps.cli;

import io.anabranch.apps.layers.audit.AuditReport;

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

  /** Whoever read the answer has gone: what a shell shows of a program that SIGPIPE ended. */
  static final int READER_GONE = 141;

  private ExitCode() {}

  /**
   * What an audit says: failed if anything differs, incomplete if not even one cycle came to its
   * end or something in it could not be checked.
   */
  static int of(AuditReport audit) {
    if (!audit.isClean()) {
      return FAILED;
    }
    return audit.cycles() > 0 && audit.notChecked().isNothing() ? OK : INCOMPLETE;
  }
}
