package io.anabranch.domain.event;

/**
 * Why an event does not count. Data, not sentences; {@link #reason()} is the short name under which
 * rejections are tallied.
 */
public sealed interface Rejection {

  /** The name of the reason, the same for every event it befalls: {@code "not a number"}. */
  String reason();

  /** Where in the event: a field's name, or empty where the whole event is meant. */
  default String field() {
    return "";
  }

  record NotUtf8() implements Rejection {
    @Override
    public String reason() {
      return "not UTF-8";
    }
  }

  /** Larger than a record may be, in bytes. */
  record TooLarge(long bytes, long limit) implements Rejection {
    @Override
    public String reason() {
      return "too large";
    }
  }

  record NotJson() implements Rejection {
    @Override
    public String reason() {
      return "not JSON";
    }
  }

  record NotAnObject() implements Rejection {
    @Override
    public String reason() {
      return "not an object";
    }
  }

  record NotAGraphiteLine() implements Rejection {
    @Override
    public String reason() {
      return "not a Graphite line";
    }
  }

  record NotAValueList() implements Rejection {
    @Override
    public String reason() {
      return "not a value list";
    }
  }

  record Missing(String field) implements Rejection {
    @Override
    public String reason() {
      return "no " + field;
    }
  }

  /** The source says itself that it has no value: null, NaN, an infinity. */
  record NoValue(String field) implements Rejection {
    @Override
    public String reason() {
      return "no value";
    }
  }

  record NotANumber(String field) implements Rejection {
    @Override
    public String reason() {
      return "not a number";
    }
  }

  /** NaN, an infinity, or larger than a double holds. */
  record NotFinite(String field) implements Rejection {
    @Override
    public String reason() {
      return "not a finite number";
    }
  }

  /** Not written as a whole number, or larger than 64 bits. */
  record NotAnInteger(String field) implements Rejection {
    @Override
    public String reason() {
      return "not an integer";
    }
  }

  /** Not a text, or an empty one. */
  record NotAName(String field) implements Rejection {
    @Override
    public String reason() {
      return "not a name";
    }
  }

  record NotAText(String field) implements Rejection {
    @Override
    public String reason() {
      return "no " + field;
    }

    @Override
    public String field() {
      return field;
    }
  }

  record NotAnId(String field) implements Rejection {
    @Override
    public String reason() {
      return "not an id";
    }
  }

  record NotATime(String field) implements Rejection {
    @Override
    public String reason() {
      return "not a time";
    }
  }

  /** Not in the years 1970 to 2261. */
  record TimeOutOfRange(String field) implements Rejection {
    @Override
    public String reason() {
      return "time out of range";
    }
  }

  record NotATimeOfTheWeek(String field) implements Rejection {
    @Override
    public String reason() {
      return "not a time of the week";
    }
  }

  /** For workloads of one's own: what a field should have been. */
  record Invalid(String field, String expected) implements Rejection {
    @Override
    public String reason() {
      return "not " + expected;
    }
  }
}
