package io.anabranch.domain.aggregate;

import io.anabranch.domain.event.Utf8;
import io.vavr.control.Option;
import org.jspecify.annotations.Nullable;

/**
 * The latest entry: of the entries of the latest second the one with the greatest number, then with
 * the greatest text by code point. This is a total order, so adding an entry or merging a state
 * twice changes nothing.
 */
public final class Latest {

  public static final Monoid<Latest> MONOID = new LatestMonoid();

  private @Nullable Entry latest;

  /** Creates a state without an entry. */
  public Latest() {}

  /**
   * An observation at a second.
   *
   * @param epochSecond seconds since 1970
   */
  public record Entry(long epochSecond, long number, Utf8 text) implements Comparable<Entry> {

    @Override
    public int compareTo(Entry other) {
      return compareTo(other.epochSecond, other.number, other.text);
    }

    private int compareTo(long otherSecond, long otherNumber, Utf8 otherText) {
      if (epochSecond != otherSecond) {
        return epochSecond < otherSecond ? -1 : 1;
      }
      if (number != otherNumber) {
        return number < otherNumber ? -1 : 1;
      }
      return text.compareTo(otherText);
    }
  }

  /** Adds an entry. Its text may be a slice: it is copied if the entry is kept. */
  public void add(long epochSecond, long number, Utf8 text) {
    Entry present = latest;
    if (present == null || present.compareTo(epochSecond, number, text) < 0) {
      latest = new Entry(epochSecond, number, text.detached());
    }
  }

  /** The latest entry; none if no entry was added. */
  public Option<Entry> entry() {
    return Option.of(latest);
  }

  @Override
  public String toString() {
    return "Latest[" + entry() + "]";
  }

  private static final class LatestMonoid implements Monoid<Latest> {

    @Override
    public Latest zero() {
      return new Latest();
    }

    @Override
    public void merge(Latest into, Latest from) {
      Entry entry = from.latest;
      if (entry != null) {
        into.add(entry.epochSecond, entry.number, entry.text);
      }
    }

    @Override
    public void write(Latest state, StateWriter out) {
      Entry entry = state.latest;
      out.writeLong(entry == null ? 0 : 1);
      if (entry != null) {
        out.writeLong(entry.epochSecond);
        out.writeLong(entry.number);
        out.writeBytes(entry.text.toBytes());
      }
    }

    @Override
    public Latest read(StateReader in) {
      Latest state = new Latest();
      if (Content.count(in, 1) == 1) {
        state.latest = new Entry(in.readLong(), in.readLong(), Content.text(in));
      }
      return state;
    }
  }
}
