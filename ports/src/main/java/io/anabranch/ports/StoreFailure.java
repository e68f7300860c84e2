package io.anabranch.ports;

/**
 * Something outside failed. Checked, so that no caller forgets it, and sealed, so that there are
 * exactly three things to do about it.
 */
public abstract sealed class StoreFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private StoreFailure(String message, Throwable cause) {
    super(message, cause);
  }

  private StoreFailure(String message) {
    super(message);
  }

  /** Nothing happened: try again. */
  public static final class Unavailable extends StoreFailure {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }

    public Unavailable(String message) {
      super(message);
    }
  }

  /** It may or may not have happened: look before trying again, unless trying twice equals once. */
  public static final class OutcomeUnknown extends StoreFailure {
    private static final long serialVersionUID = 1L;

    public OutcomeUnknown(String message, Throwable cause) {
      super(message, cause);
    }

    public OutcomeUnknown(String message) {
      super(message);
    }
  }

  /** What is stored cannot be right, or something that must be there is not: stop and say so. */
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
