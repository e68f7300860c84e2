package io.anabranch.adapters.hdfs;

import io.anabranch.domain.coverage.SegmentName;
import io.vavr.control.Option;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a whole segment has: so that a view without rows is told from one whose file was lost.
 *
 * @param views how many rows by the directory of each view that has some
 */
record SegmentContent(SegmentName segment, Map<String, Long> views) {

  /** The file in a segment's directory that tells it. */
  static final String NAME = "_segment";

  private static final String VERSION = "1";
  private static final String VIEW = "view.";

  SegmentContent {
    views = Map.copyOf(views);
  }

  /** Where the rows of a view are in a segment's directory. */
  static String fileOf(String view) {
    return SafeNames.of(view) + "/rows.parquet";
  }

  boolean has(String view) {
    return views.containsKey(SafeNames.of(view));
  }

  long rows() {
    return views.values().stream().mapToLong(Long::longValue).sum();
  }

  byte[] toBytes(String nonce) {
    ChecksummedProperties note =
        new ChecksummedProperties()
            .with("version", VERSION)
            .with("segment", segment)
            .with("writer", nonce);
    new TreeMap<>(views).forEach((view, rows) -> note.with(VIEW + view, rows));
    return note.toBytes();
  }

  static SegmentContent of(SegmentName segment, byte[] bytes) throws IOException {
    ChecksummedProperties note =
        ChecksummedProperties.of(bytes).getOrElseThrow(() -> new IOException("it is not whole"));
    if (!note.text("version").equals(VERSION)) {
      throw new IOException(
          "it is of version " + note.text("version") + ", written by a later one");
    }
    if (!note.text("segment").equals(segment.toString())) {
      throw new IOException("it is of segment " + note.text("segment"));
    }
    Map<String, Long> views = new TreeMap<>();
    for (String field : note.fields().keySet()) {
      if (field.startsWith(VIEW)) {
        views.put(field.substring(VIEW.length()), note.number(field));
      }
    }
    return new SegmentContent(segment, views);
  }

  /** Who wrote it. */
  static Option<String> nonce(byte[] bytes) {
    return ChecksummedProperties.of(bytes).flatMap(note -> Option.of(note.fields().get("writer")));
  }
}
