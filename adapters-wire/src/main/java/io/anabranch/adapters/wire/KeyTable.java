package io.anabranch.adapters.wire;

import io.anabranch.domain.event.Utf8;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the field of a name in bytes. Records of a topic name their fields in the same order, so
 * each name remembers which one came after it; that is a guess, checked against the bytes.
 */
final class KeyTable {

  /** Names that nobody reads are remembered too, but not without bound. */
  private static final int MOST_KEYS = 256;

  private static final int LONGEST_KEY = 64;

  /** A quote, a colon, a value and a brace. */
  private static final int LEAST_AFTER = 4;

  /** A name that has been met. */
  static final class Key {
    /** The place of its field; negative where nobody reads it. */
    final int field;

    final int length;
    private final byte[] name;

    // The name and its closing quote, which makes a longer name another one: the first word, of a
    // short name a part of it; and the words after it, the last of which ends with the quote.
    private final long first;
    private final long firstMask;
    private final long[] description;

    @Nullable Key next;

    private Key(int field, byte[] name) {
      this.field = field;
      this.length = name.length;
      this.name = name;
      int size = name.length + 1;
      byte[] quoted = Arrays.copyOf(name, Math.max(size, Long.BYTES));
      quoted[name.length] = '"';
      this.firstMask = -1L >>> Math.max(0, Long.SIZE - size * Byte.SIZE);
      this.first = Bytes.word(quoted, 0) & firstMask;
      this.description = new long[Math.max(0, size - 1) / Long.BYTES];
      for (int i = 0; i < description.length; i++) {
        description[i] = Bytes.word(quoted, wordStart(i));
      }
    }

    private int wordStart(int index) {
      return Math.min((index + 1) * Long.BYTES, length + 1 - Long.BYTES);
    }

    /** Whether the name and its closing quote stand here, and a colon, a value and a brace may. */
    boolean isAt(byte[] bytes, int at, int end) {
      if (at > end - length - LEAST_AFTER
          || at > bytes.length - Long.BYTES
          || (Bytes.word(bytes, at) & firstMask) != first) {
        return false;
      }
      long[] after = description;
      for (int i = 0; i < after.length; i++) {
        if (Bytes.word(bytes, at + wordStart(i)) != after[i]) {
          return false;
        }
      }
      return true;
    }

    boolean isAscii() {
      for (byte b : name) {
        if (b < 0) {
          return false;
        }
      }
      return true;
    }
  }

  private final @Nullable Key[] slots;
  private int unread;

  /** The first name of a record comes after this one. */
  final Key start = new Key(-1, new byte[0]);

  KeyTable(List<JsonField> fields) {
    slots = new @Nullable Key[Integer.highestOneBit(fields.size() + MOST_KEYS) * 4];
    for (JsonField field : fields) {
      byte[] name = Utf8.of(field.name()).toBytes();
      // A name that JSON spells with escapes is never found: such a record is the strict path's.
      if (isPlain(name)) {
        slots[slot(name, 0, name.length)] = new Key(field.index(), name);
      }
    }
  }

  private static boolean isPlain(byte[] name) {
    for (byte b : name) {
      if (Bytes.isSpecial(b)) {
        return false;
      }
    }
    return true;
  }

  /** The name that stands in {@code [from, to)} after another one. */
  Key find(byte[] bytes, int from, int to, Key previous) {
    int slot = slot(bytes, from, to);
    Key key = slots[slot];
    if (key == null) {
      key = new Key(-1, Arrays.copyOfRange(bytes, from, to));
      // What is remembered is not looked at again, so it must be known to be UTF-8.
      if (to - from > LONGEST_KEY || !key.isAscii()) {
        return key;
      }
      if (unread < MOST_KEYS) {
        slots[slot] = key;
        unread++;
      }
    }
    if (key.isAscii()) {
      previous.next = key;
    }
    return key;
  }

  private int slot(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + bytes[i];
    }
    int slot = (hash ^ (hash >>> 15)) & (slots.length - 1);
    while (true) {
      Key key = slots[slot];
      if (key == null || Arrays.equals(key.name, 0, key.length, bytes, from, to)) {
        return slot;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
  }
}
