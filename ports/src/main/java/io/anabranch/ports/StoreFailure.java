package io.anabranch.ports;

/**
 * A failure outside of this process. It is checked, so that no caller misses it, and sealed, so
 * that there are exactly three cases to handle.
 */
public abstract sealed class StoreFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /** The cause, where it is one that users can do something about. */
  public enum Reason {
    /** The message says all that is known. */
    OTHER,
    /** No server answers at the address in the settings. */
    UNREACHABLE,
    /** A topic of the workload does not exist. */
    TOPIC_ABSENT,
    /** A topic was deleted and created again under its name. */
    TOPIC_RECREATED,
    /** A topic lost records from its end, so that new records would get their offsets. */
    TOPIC_TRUNCATED,
    /** Records were deleted from the log before they were archived. */
    RECORDS_LOST,
    /** Files of the archive are missing. */
    ARCHIVE_INCOMPLETE
  }

  private final Reason reason;

  private StoreFailure(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  private StoreFailure(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** The cause, for those who tell users what to do next; the message states facts alone. */
  public Reason reason() {
    return reason;
  }

  /** The operation had no effect: retry. */
  public static final class Unavailable extends StoreFailure {
    private static final long serialVersionUID = 1L;

    public Unavailable(Reason reason, String message, Throwable cause) {
      super(reason, message, cause);
    }

    public Unavailable(Reason reason, String message) {
      super(reason, message);
    }

    public Unavailable(String message, Throwable cause) {
      super(Reason.OTHER, message, cause);
    }

    public Unavailable(String message) {
      super(Reason.OTHER, message);
    }
  }

  /** The operation may have taken effect: look before retrying, unless it is idempotent. */
  public static final class OutcomeUnknown extends StoreFailure {
    private static final long serialVersionUID = 1L;

    public OutcomeUnknown(String message, Throwable cause) {
      super(Reason.OTHER, message, cause);
    }

    public OutcomeUnknown(String message) {
      super(Reason.OTHER, message);
    }
  }

  /** Stored data is corrupt, or required data is missing: stop and report it. */
  public static final class Corrupt extends StoreFailure {
    private static final long serialVersionUID = 1L;

    public Corrupt(Reason reason, String message) {
      super(reason, message);
    }

    public Corrupt(String message, Throwable cause) {
      super(Reason.OTHER, message, cause);
    }

    public Corrupt(String message) {
      super(Reason.OTHER, message);
    }
  }
}
