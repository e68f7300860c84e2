package io.anabranch.ports;

/**
 * A failure outside of this process. It is checked, so that no caller misses it, and sealed, so
 * that there are exactly three cases to handle.
 */
public abstract sealed class StoreFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private StoreFailure(String message, Throwable cause) {
    super(message, cause);
  }

  private StoreFailure(String message) {
    super(message);
  }

  /** The operation had no effect: retry. */
  public static final class Unavailable extends StoreFailure {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }

    public Unavailable(String message) {
      super(message);
    }
  }

  /** The operation may have taken effect: look before retrying, unless it is idempotent. */
  public static final class OutcomeUnknown extends StoreFailure {
    private static final long serialVersionUID = 1L;

    public OutcomeUnknown(String message, Throwable cause) {
      super(message, cause);
    }

    public OutcomeUnknown(String message) {
      super(message);
    }
  }

  /** Stored data is corrupt, or required data is missing: stop and report it. */
  public static final class Corrupt extends StoreFailure {
    private static final long serialVersionUID = 1L;

    public Corrupt(String message, Throwable cause) {
      super(message, cause);
    }

    public Corrupt(String message) {
      super(message);
    }
  }
}
