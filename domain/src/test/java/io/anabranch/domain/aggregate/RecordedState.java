package io.anabranch.domain.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The content of a state as a list of values. Equal content is equal. */
public final class RecordedState implements StateWriter {

  private final List<Value> values = new ArrayList<>();

  /** The content that a monoid writes for a state. */
  public static <A> RecordedState of(Monoid<A> monoid, A state) {
    RecordedState recorded = new RecordedState();
    monoid.write(state, recorded);
    return recorded;
  }

  @Override
  public void writeLong(long value) {
    values.add(new Value('l', value, ""));
  }

  @Override
  public void writeFixed(long bits) {
    values.add(new Value('f', bits, ""));
  }

  @Override
  public void writeDouble(double value) {
    long bits = Double.doubleToRawLongBits(value);
    if (!Double.isFinite(value) || bits == Double.doubleToRawLongBits(-0.0)) {
      throw new AssertionError("a state wrote " + value);
    }
    values.add(new Value('d', bits, ""));
  }

  @Override
  public void writeBytes(byte[] bytes) {
    values.add(new Value('b', 0, HexFormat.of().formatHex(bytes)));
  }

  /** The number of values. */
  public int size() {
    return values.size();
  }

  /** Reads a state from the content, which must be read completely. */
  public <A> A readBy(Monoid<A> monoid) {
    Reader reader = new Reader(values);
    A state = monoid.read(reader);
    if (reader.next != values.size()) {
      throw new AssertionError("read " + reader.next + " values of " + values);
    }
    return state;
  }

  /** A reader from the start of the content. */
  public StateReader reader() {
    return new Reader(values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordedState that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }

  private record Value(char type, long bits, String hex) {
    @Override
    public String toString() {
      return switch (type) {
        case 'l' -> Long.toString(bits);
        case 'f' -> "0x" + Long.toHexString(bits);
        case 'd' -> Double.toString(Double.longBitsToDouble(bits)) + "d";
        default -> "'" + hex + "'";
      };
    }
  }

  private static final class Reader implements StateReader {

    private final List<Value> values;
    private int next;

    Reader(List<Value> values) {
      this.values = values;
    }

    private Value next(char type) {
      if (next == values.size() || values.get(next).type != type) {
        throw new MalformedStateException("no value of type " + type + " at " + next);
      }
      return values.get(next++);
    }

    @Override
    public long readLong() {
      return next('l').bits;
    }

    @Override
    public long readFixed() {
      return next('f').bits;
    }

    @Override
    public double readDouble() {
      return Double.longBitsToDouble(next('d').bits);
    }

    @Override
    public byte[] readBytes() {
      return HexFormat.of().parseHex(next('b').hex);
    }
  }

  /** Custom content: longs, doubles and byte arrays. */
  static RecordedState content(Object... values) {
    RecordedState recorded = new RecordedState();
    for (Object value : Arrays.asList(values)) {
      if (value instanceof Double number) {
        recorded.values.add(new Value('d', Double.doubleToRawLongBits(number), ""));
      } else if (value instanceof byte[] bytes) {
        recorded.writeBytes(bytes);
      } else if (value instanceof Fixed fixed) {
        recorded.writeFixed(fixed.bits);
      } else {
        recorded.writeLong(((Number) value).longValue());
      }
    }
    return recorded;
  }

  /** 64 bits that are written fixed. */
  record Fixed(long bits) {}
}
