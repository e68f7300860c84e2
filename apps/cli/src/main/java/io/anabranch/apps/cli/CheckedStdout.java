package io.anabranch.apps.cli;

import io.vavr.control.Option;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Standard output, and whether all of it got out. The print streams above it forget why a write
 * failed, and a reader that has seen enough ({@code | head}) is not a failure, but a full disk is.
 */
final class CheckedStdout extends OutputStream {

  /** The system's message for EPIPE, in the locale that the launcher sets. */
  private static final String READER_GONE = "Broken pipe";

  private final OutputStream out;
  private Option<IOException> failure = Option.none();

  CheckedStdout(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int start, int length) throws IOException {
    try {
      out.write(bytes, start, length);
    } catch (IOException failed) {
      failure = failure.orElse(Option.some(failed));
      throw failed;
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException failed) {
      failure = failure.orElse(Option.some(failed));
      throw failed;
    }
  }

  /** The exit code of a command that came to {@code code}, now that its output is flushed. */
  int exitCode(int code, PrintStream err) {
    if (failure.isEmpty() || (code != ExitCode.OK && code != ExitCode.INCOMPLETE)) {
      return code;
    }
    String reason = String.valueOf(failure.get().getMessage());
    if (reason.contains(READER_GONE)) {
      return ExitCode.READER_GONE;
    }
    err.println(
        "anabranch: the answer could not be written in full: "
            + reason
            + "; make room, or write it elsewhere");
    return ExitCode.FAILED;
  }
}
