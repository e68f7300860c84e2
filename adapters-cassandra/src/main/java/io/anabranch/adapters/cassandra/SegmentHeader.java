package io.anabranch.adapters.cassandra;

import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.nio.ByteBuffer;

/**
 * What is known of a whole segment: it never changes.
 *
 * @param rows of each view
 */
record SegmentHeader(Map<String, Long> rows, Vector<Part> parts) {

  /** A partition of blocks: rows of one view, from the beginning of a key on. */
  record Part(String view, ByteBuffer start) {}
}
