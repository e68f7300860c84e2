package io.anabranch.domain.aggregate;

import io.anabranch.domain.event.Utf8;
import io.vavr.collection.Vector;
import java.util.Arrays;

/**
 * The best K entries, with the best entry of each id. "Best" is a total order, so ties do not
 * depend on the order of arrival, and adding an entry or merging a state twice changes nothing.
 *
 * <p>K entries suffice: an id that K others have beaten can only return with a better entry of its
 * own, since theirs never get worse.
 *
 * <p>K belongs to the monoid; states of different K cannot be merged.
 */
public final class TopK {

  private static final int LARGEST_K = 10_000;

  private final int k;

  /** The entries, best first; unused from {@code size} on. */
  private Entry[] ranked;

  private int size;

  private TopK(int k) {
    this.k = k;
    this.ranked = new Entry[Math.min(k, 2)];
  }

  /**
   * A ranked entry. The higher score is better, then the earlier second, then the smaller id and
   * title by code point.
   *
   * @param epochSecond seconds since 1970
   */
  public record Entry(long score, long epochSecond, Utf8 id, Utf8 title)
      implements Comparable<Entry> {

    @Override
    public int compareTo(Entry other) {
      return compareTo(other.score, other.epochSecond, other.id, other.title);
    }

    private int compareTo(long otherScore, long otherSecond, Utf8 otherId, Utf8 otherTitle) {
      if (score != otherScore) {
        return score > otherScore ? -1 : 1;
      }
      if (epochSecond != otherSecond) {
        return epochSecond < otherSecond ? -1 : 1;
      }
      int ids = id.compareTo(otherId);
      return ids != 0 ? ids : title.compareTo(otherTitle);
    }
  }

  /**
   * The monoid of the best k.
   *
   * @throws IllegalArgumentException unless k is from 1 to 10,000
   */
  public static Monoid<TopK> best(int k) {
    return new TopKMonoid(k);
  }

  /** Adds an entry. Its texts may be slices: they are copied if the entry is kept. */
  public void add(long score, long epochSecond, Utf8 id, Utf8 title) {
    // Most entries of a busy row are worse than its last entry and end here.
    if (size == k && ranked[k - 1].compareTo(score, epochSecond, id, title) <= 0) {
      return;
    }
    int old = placeOf(id);
    if (old < size && ranked[old].compareTo(score, epochSecond, id, title) <= 0) {
      return;
    }
    Utf8 keptId = old < size ? ranked[old].id : id.detached();
    place(new Entry(score, epochSecond, keptId, title.detached()), old);
  }

  /** The best entries, best first: the first has rank 1. */
  public Vector<Entry> entries() {
    return Vector.ofAll(Arrays.asList(ranked).subList(0, size));
  }

  @Override
  public String toString() {
    return "TopK" + Arrays.asList(ranked).subList(0, size);
  }

  /** The index of an id, or the size if it is absent. */
  private int placeOf(Utf8 id) {
    int at = 0;
    while (at < size && !ranked[at].id.equals(id)) {
      at++;
    }
    return at;
  }

  /**
   * Inserts an entry at its rank. It replaces the worse entry at {@code old}, or the last one if
   * {@code old} is the size.
   */
  private void place(Entry entry, int old) {
    int free = old;
    if (old == size) {
      if (size < k) {
        if (size == ranked.length) {
          ranked = Arrays.copyOf(ranked, Math.min(k, 2 * size));
        }
        size++;
      } else {
        free = k - 1;
      }
    }
    while (free > 0 && ranked[free - 1].compareTo(entry) > 0) {
      ranked[free] = ranked[free - 1];
      free--;
    }
    ranked[free] = entry;
  }

  private record TopKMonoid(int k) implements Monoid<TopK> {

    TopKMonoid {
      if (k < 1 || k > LARGEST_K) {
        throw new IllegalArgumentException("k is " + k + ": it must be from 1 to " + LARGEST_K);
      }
    }

    @Override
    public TopK zero() {
      return new TopK(k);
    }

    @Override
    public void merge(TopK into, TopK from) {
      if (into.k != k || from.k != k) {
        throw new IllegalArgumentException("the states do not have the same k, " + k);
      }
      if (into == from) {
        return;
      }
      for (int i = 0; i < from.size; i++) {
        Entry entry = from.ranked[i];
        into.add(entry.score, entry.epochSecond, entry.id, entry.title);
      }
    }

    @Override
    public void write(TopK state, StateWriter out) {
      out.writeLong(state.size);
      for (int i = 0; i < state.size; i++) {
        Entry entry = state.ranked[i];
        out.writeLong(entry.score);
        out.writeLong(entry.epochSecond);
        out.writeBytes(entry.id.toBytes());
        out.writeBytes(entry.title.toBytes());
      }
    }

    @Override
    public TopK read(StateReader in) {
      TopK state = new TopK(k);
      int count = (int) Content.count(in, k);
      for (int i = 0; i < count; i++) {
        Entry entry = new Entry(in.readLong(), in.readLong(), Content.text(in), Content.text(in));
        if (state.placeOf(entry.id) < i || (i > 0 && state.ranked[i - 1].compareTo(entry) >= 0)) {
          throw new MalformedStateException("entries are out of order, or an id occurs twice");
        }
        state.place(entry, i);
      }
      return state;
    }
  }
}
