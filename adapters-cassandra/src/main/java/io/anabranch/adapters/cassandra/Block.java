package io.anabranch.adapters.cassandra;

import io.anabranch.ports.StoreFailure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a view by key, as one value: a version byte, then each key and state, both preceded by a
 * length of 4 bytes.
 */
final class Block {

  private static final byte VERSION = 1;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int rows;

  /** A key and a state, as their codecs wrote them. */
  record Entry(ByteBuffer key, ByteBuffer state) {}

  Block() {
    bytes.write(VERSION);
  }

  void add(byte[] key, byte[] state) {
    append(key);
    append(state);
    rows++;
  }

  private void append(byte[] part) {
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length).array());
    bytes.writeBytes(part);
  }

  int rows() {
    return rows;
  }

  int size() {
    return bytes.size();
  }

  ByteBuffer content() {
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  /** Decodes the rows of a block, and checks their number. */
  static List<Entry> read(ByteBuffer content, int rows) throws StoreFailure.Corrupt {
    ByteBuffer rest = content.duplicate();
    if (!rest.hasRemaining() || rest.get() != VERSION) {
      throw new StoreFailure.Corrupt("a block of a segment has an unknown version");
    }
    List<Entry> entries = new ArrayList<>();
    while (rest.hasRemaining()) {
      entries.add(new Entry(part(rest), part(rest)));
    }
    if (entries.size() != rows) {
      throw new StoreFailure.Corrupt(
          "a block of a segment has " + entries.size() + " rows, expected " + rows);
    }
    return entries;
  }

  private static ByteBuffer part(ByteBuffer rest) throws StoreFailure.Corrupt {
    int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
    if (length < 0 || length > rest.remaining()) {
      throw new StoreFailure.Corrupt("a block of a segment is truncated");
    }
    ByteBuffer part = rest.slice(rest.position(), length);
    rest.position(rest.position() + length);
    return part;
  }
}
