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

  /** A name that has been met. */
  static final class Key {
    /** The place of its field; negative where nobody reads it. */
    final int field;

    final int length;
    private final byte[] name;
    private final long[] words;
    private final long lastMask;
    @Nullable Key next;

    private Key(int field, byte[] name) {
      this.field = field;
      this.length = name.length;
      this.name = name;
      // The closing quote belongs to what is compared: a longer name is another one.
      byte[] quoted = Arrays.copyOf(name, (name.length + Long.BYTES) / Long.BYTES * Long.BYTES);
      quoted[name.length] = '"';
      this.words = new long[quoted.length / Long.BYTES];
      for (int i = 0; i < words.length; i++) {
        words[i] = Bytes.word(quoted, i * Long.BYTES);
      }
      int bytesInLast = name.length % Long.BYTES + 1;
      this.lastMask = -1L >>> (Long.SIZE - bytesInLast * Byte.SIZE);
    }

    /** Whether the name and its closing quote stand here. */
    boolean isAt(byte[] bytes, int at, int end) {
      int last = words.length - 1;
      if (at + length >= end || at + words.length * Long.BYTES > bytes.length) {
        return false;
      }
      for (int i = 0; i < last; i++) {
        if (Bytes.word(bytes, at + i * Long.BYTES) != words[i]) {
          return false;
        }
      }
      return ((Bytes.word(bytes, at + last * Long.BYTES) ^ words[last]) & lastMask) == 0;
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
      if (Bytes.endOfPlain(name, 0, name.length) == name.length) {
        slots[slot(name, 0, name.length)] = new Key(field.index(), name);
      }
    }
  }

  /** The name that stands in {@code [from, to)} after another one. */
  Key find(byte[] bytes, int from, int to, Key previous) {
    int slot = slot(bytes, from, to);
    Key key = slots[slot];
    if (key == null) {
      key = new Key(-1, Arrays.copyOfRange(bytes, from, to));
      if (to - from > LONGEST_KEY) {
        return key;
      }
      if (unread < MOST_KEYS) {
        slots[slot] = key;
        unread++;
      }
    }
    previous.next = key;
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
