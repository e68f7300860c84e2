package io.anabranch.adapters.hdfs;

import io.anabranch.domain.coverage.SegmentName;
import io.vavr.control.Option;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The content of a complete segment. It distinguishes a view without rows from one whose file was
 * lost.
 *
 * @param views the number of rows by the directory of the view, for views that have rows
 */
record SegmentContent(SegmentName segment, Map<String, Long> views) {

  /** The name of this file in the directory of a segment. */
  static final String NAME = "_segment";

  private static final String VERSION = "1";
  private static final String VIEW = "view.";

  SegmentContent {
    views = Map.copyOf(views);
  }

  /** The file with the rows of a view, relative to the directory of the segment. */
  static String fileOf(String view) {
    return SafeNames.of(view) + "/rows.parquet";
  }

  boolean containsView(String view) {
    return views.containsKey(SafeNames.of(view));
  }

  long rows() {
    return views.values().stream().mapToLong(Long::longValue).sum();
  }

  byte[] toBytes(String nonce) {
    ChecksummedProperties properties =
        new ChecksummedProperties()
            .with("version", VERSION)
            .with("segment", segment)
            .with("writer", nonce);
    new TreeMap<>(views).forEach((view, rows) -> properties.with(VIEW + view, rows));
    return properties.toBytes();
  }

  static SegmentContent of(SegmentName segment, byte[] bytes) throws IOException {
    ChecksummedProperties properties =
        ChecksummedProperties.of(bytes)
            .getOrElseThrow(() -> new IOException("it is incomplete or damaged"));
    if (!properties.text("version").equals(VERSION)) {
      throw new IOException(
          "its version is " + properties.text("version") + ", expected " + VERSION);
    }
    if (!properties.text("segment").equals(segment.toString())) {
      throw new IOException("it belongs to segment " + properties.text("segment"));
    }
    Map<String, Long> views = new TreeMap<>();
    for (String field : properties.fields().keySet()) {
      if (field.startsWith(VIEW)) {
        views.put(field.substring(VIEW.length()), properties.number(field));
      }
    }
    return new SegmentContent(segment, views);
  }

  /** The nonce of the writer. */
  static Option<String> nonce(byte[] bytes) {
    return ChecksummedProperties.of(bytes)
        .flatMap(properties -> Option.of(properties.fields().get("writer")));
  }
}
