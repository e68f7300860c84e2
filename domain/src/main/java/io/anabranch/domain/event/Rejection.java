package io.anabranch.domain.event;

/**
 * Why an event was rejected, as data. {@link #reason()} is the short name by which rejections are
 * counted.
 */
public sealed interface Rejection {

  /** The name of the reason, the same for all its events: {@code "not a number"}. */
  String reason();

  /** The name of the field; empty if the whole event is meant. */
  default String field() {
    return "";
  }

  record NotUtf8() implements Rejection {
    @Override
    public String reason() {
      return "not UTF-8";
    }
  }

  /** A record that exceeds the size limit, in bytes. */
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

  /** The source reports that it has no value: null, NaN, an infinity. */
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

  /** NaN, an infinity, or beyond the range of a double. */
  record NotFinite(String field) implements Rejection {
    @Override
    public String reason() {
      return "not a finite number";
    }
  }

  /** Not written as an integer, or beyond 64 bits. */
  record NotAnInteger(String field) implements Rejection {
    @Override
    public String reason() {
      return "not an integer";
    }
  }

  /** Not a string, or an empty one. */
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

  /** Outside the years 1970 to 2261. */
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

  /** For custom workloads: names what a field was expected to be. */
  record Invalid(String field, String expected) implements Rejection {
    @Override
    public String reason() {
      return "not " + expected;
    }
  }
}
