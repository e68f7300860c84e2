package io.anabranch.adapters.cassandra;

import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.nio.ByteBuffer;

/**
 * The content of a whole segment. It never changes.
 *
 * @param rows the number of rows of each view
 */
record SegmentHeader(Map<String, Long> rows, Vector<Part> parts) {

  /**
   * A partition of blocks with rows of one view, whose keys start with this prefix or follow it.
   */
  record Part(String view, ByteBuffer start) {}
}
