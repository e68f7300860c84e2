package io.anabranch.domain.fold;

import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.view.KeyBuffer;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.View;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The rows of a view while they are folded, in an open-addressing table over the bytes of keys: an
 * event of an existing row allocates nothing and touches little memory.
 */
final class RowTable<T> {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Set in {@link #entries} for a row that is in {@link #changed}. */
  private static final long CHANGED = 1L << 31;

  private final View<T> view;
  private final Measure<? super T, ?>[] measures;
  private final int width;
  private final KeyBuffer key = new KeyBuffer();

  /**
   * A slot: the hash of a key in the upper half, the row index plus one in the lower; 0 if free.
   */
  private long[] slots = new long[64];

  private int rows;
  private byte[] keys = new byte[512];
  private int keysEnd;

  /**
   * Two numbers per row, adjacent because every event needs both: the start of its key in the upper
   * half with the length of the key and {@link #CHANGED} in the lower, and its version.
   */
  private long[] entries = new long[64];

  private Object[] states;

  /** The rows changed since {@link #forgetChanges}, each once. */
  private int[] changed = new int[32];

  private int changes;

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of the view's own measures
  RowTable(View<T> view) {
    this.view = view;
    this.measures = view.measures().toArray(new Measure[0]);
    this.width = measures.length;
    this.states = new Object[32 * width];
  }

  View<T> view() {
    return view;
  }

  int rows() {
    return rows;
  }

  /** Adds an event to its row, which is created if it does not exist. */
  void add(T event, long version) {
    view.writeKey(event, key);
    int row = find(key.bytes(), key.length());
    int part = row * width;
    for (int i = 0; i < width; i++) {
      add(measures[i], states[part + i], event);
    }
    touch(row, version);
  }

  @SuppressWarnings("unchecked") // the state was made by this measure's monoid
  private static <T, A> void add(Measure<? super T, A> measure, Object state, T event) {
    measure.step().add((A) state, event);
  }

  /** The states of the row with a key, for the caller to change. */
  Object part(RowKey rowKey, int measure, long version) {
    byte[] bytes = rowKey.toBytes();
    int row = find(bytes, bytes.length);
    touch(row, version);
    return states[row * width + measure];
  }

  private void touch(int row, long version) {
    entries[2 * row + 1] = version;
    if ((entries[2 * row] & CHANGED) == 0) {
      entries[2 * row] |= CHANGED;
      if (changes == changed.length) {
        changed = Arrays.copyOf(changed, 2 * changes);
      }
      changed[changes++] = row;
    }
  }

  private int find(byte[] bytes, int length) {
    int hash = hash(bytes, length);
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (true) {
      long found = slots[slot];
      if (found == 0) {
        return insert(bytes, length, hash, slot);
      }
      if ((int) (found >>> 32) == hash) {
        int row = (int) found - 1;
        if (keyLength(row) == length && areEqual(keys, keyStart(row), bytes, length)) {
          return row;
        }
      }
      slot = (slot + 1) & mask;
    }
  }

  private int insert(byte[] bytes, int length, int hash, int slot) {
    int row = rows;
    if (2 * row == entries.length) {
      entries = Arrays.copyOf(entries, 4 * row);
      states = Arrays.copyOf(states, 2 * row * width);
    }
    int start = keysEnd;
    int end = Math.addExact(start, length);
    if (end > keys.length) {
      keys = Arrays.copyOf(keys, (int) Math.min(Integer.MAX_VALUE - 8L, end * 2L));
    }
    System.arraycopy(bytes, 0, keys, start, length);
    keysEnd = end;
    entries[2 * row] = ((long) start << 32) | length;
    for (int i = 0; i < width; i++) {
      states[row * width + i] = measures[i].monoid().zero();
    }
    slots[slot] = ((long) hash << 32) | (row + 1);
    rows++;
    if (2 * rows > slots.length) {
      rehash();
    }
    return row;
  }

  private void rehash() {
    long[] larger = new long[2 * slots.length];
    int mask = larger.length - 1;
    for (long entry : slots) {
      if (entry != 0) {
        int slot = (int) (entry >>> 32) & mask;
        while (larger[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        larger[slot] = entry;
      }
    }
    slots = larger;
  }

  private int keyStart(int row) {
    return (int) (entries[2 * row] >>> 32);
  }

  private int keyLength(int row) {
    return (int) entries[2 * row] & Integer.MAX_VALUE;
  }

  private int keyEnd(int row) {
    return keyStart(row) + keyLength(row);
  }

  private long version(int row) {
    return entries[2 * row + 1];
  }

  private RowKey keyOf(int row) {
    return RowKey.copyOf(keys, keyStart(row), keyEnd(row));
  }

  /** Visits the rows changed since {@link #forgetChanges}, in no order. */
  void changed(RowVisitor visitor) {
    for (int i = 0; i < changes; i++) {
      show(changed[i], visitor);
    }
  }

  void forgetChanges() {
    for (int i = 0; i < changes; i++) {
      entries[2 * changed[i]] &= ~CHANGED;
    }
    changes = 0;
  }

  /** The indices of all rows, in key order. */
  int[] sorted() {
    Integer[] order = new Integer[rows];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        (a, b) ->
            Arrays.compareUnsigned(keys, keyStart(a), keyEnd(a), keys, keyStart(b), keyEnd(b)));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  void show(int row, RowVisitor visitor) {
    Object[] parts = Arrays.copyOfRange(states, row * width, (row + 1) * width);
    visitor.row(view, keyOf(row), version(row), RowState.ofParts(view, parts));
  }

  /** Merges all rows of another table of the same view. */
  void merge(RowTable<T> other) {
    for (int row = 0; row < other.rows; row++) {
      byte[] copy = Arrays.copyOfRange(other.keys, other.keyStart(row), other.keyEnd(row));
      int mine = find(copy, copy.length);
      for (int i = 0; i < width; i++) {
        merge(measures[i], states[mine * width + i], other.states[row * width + i]);
      }
      touch(mine, Math.max(version(mine), other.version(row)));
    }
  }

  @SuppressWarnings("unchecked") // both states were made by this measure's monoid
  private static <A> void merge(Measure<?, A> measure, Object into, Object from) {
    measure.monoid().merge((A) into, (A) from);
  }

  // A key ends with the eight bytes of its bucket, so the bytes after the last whole word are
  // covered by a last word that overlaps it.

  private static boolean areEqual(byte[] keys, int start, byte[] bytes, int length) {
    int last = length - Long.BYTES;
    for (int at = 0; at < last; at += Long.BYTES) {
      if ((long) LONGS.get(keys, start + at) != (long) LONGS.get(bytes, at)) {
        return false;
      }
    }
    return (long) LONGS.get(keys, start + last) == (long) LONGS.get(bytes, last);
  }

  private static int hash(byte[] bytes, int length) {
    int last = length - Long.BYTES;
    long hash = length * 0x9E3779B97F4A7C15L;
    for (int at = 0; at < last; at += Long.BYTES) {
      hash = mix(hash ^ (long) LONGS.get(bytes, at));
    }
    hash = mix(hash ^ (long) LONGS.get(bytes, last));
    return (int) (hash ^ hash >>> 32);
  }

  private static long mix(long bits) {
    long mixed = bits * 0xBF58476D1CE4E5B9L;
    return mixed ^ mixed >>> 29;
  }
}
