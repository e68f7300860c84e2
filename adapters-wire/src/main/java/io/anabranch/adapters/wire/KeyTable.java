package io.anabranch.adapters.wire;

import io.anabranch.domain.event.Utf8;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the field of a name in bytes. Records of a topic have their fields in the same order, so
 * each name remembers which name followed it; this guess is checked against the bytes.
 */
final class KeyTable {

  /** The limit for names that no field has, which are remembered too. */
  private static final int MOST_KEYS = 256;

  private static final int LONGEST_KEY = 64;

  /** The bytes of a quote, a colon, a value and a brace. */
  private static final int LEAST_AFTER = 4;

  /** A name that occurred in a record. */
  static final class Key {
    /** The index of its field; negative if there is none. */
    final int field;

    final int length;
    private final byte[] name;

    // The name and its closing quote, which distinguishes it from longer names: the first word, for
    // short names a part of it, and the following words, the last of which ends with the quote.
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

    /**
     * Whether the name and its quote are here, followed by room for a colon, a value and a brace.
     */
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

  /** The predecessor of the first name of a record. */
  final Key start = new Key(-1, new byte[0]);

  KeyTable(List<JsonField> fields) {
    slots = new @Nullable Key[Integer.highestOneBit(fields.size() + MOST_KEYS) * 4];
    for (JsonField field : fields) {
      byte[] name = Utf8.of(field.name()).toBytes();
      // A name that is written with escapes is never found: such records take the strict path.
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

  /** The name in {@code [from, to)} that follows another name. */
  Key find(byte[] bytes, int from, int to, Key previous) {
    int slot = slot(bytes, from, to);
    Key key = slots[slot];
    if (key == null) {
      key = new Key(-1, Arrays.copyOfRange(bytes, from, to));
      // A remembered name is not validated again, so it must be valid UTF-8.
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
