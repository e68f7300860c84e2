package io.anabranch.adapters.hdfs;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.ManifestEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** An entry of the manifest as it is stored, with the row groups of its file. */
record StoredEntry(ManifestEntry manifestEntry, List<RowGroup> groups) {

  private static final String VERSION = "1";

  StoredEntry {
    groups = List.copyOf(groups);
  }

  Partition partition() {
    return manifestEntry.partition();
  }

  long from() {
    return manifestEntry.range().from();
  }

  long next() {
    return manifestEntry.range().to();
  }

  String file() {
    return manifestEntry.file();
  }

  boolean contains(long position) {
    return from() <= position && position < next();
  }

  byte[] toBytes() {
    ChecksummedProperties properties =
        new ChecksummedProperties()
            .with("version", VERSION)
            .with("topic", SafeNames.of(partition().topic().name()))
            .with("topicId", partition().topic().id())
            .with("partition", partition().number())
            .with("from", from())
            .with("next", next())
            .with("file", file())
            .with("records", manifestEntry.records())
            .with("checksum", hex(manifestEntry.checksum()));
    StringBuilder text = new StringBuilder();
    for (RowGroup group : groups) {
      text.append(text.length() == 0 ? "" : ",")
          .append(group.from())
          .append(':')
          .append(group.records())
          .append(':')
          .append(hex(group.checksum()));
    }
    return properties.with("groups", text).toBytes();
  }

  /**
   * Parses the entry of a partition that starts at a position.
   *
   * @throws IOException if the bytes are damaged, or are those of another entry
   */
  static StoredEntry of(Partition partition, long from, byte[] bytes) throws IOException {
    ChecksummedProperties properties =
        ChecksummedProperties.of(bytes)
            .getOrElseThrow(() -> new IOException("it is incomplete or damaged"));
    if (!properties.text("version").equals(VERSION)) {
      throw new IOException(
          "its version is " + properties.text("version") + ", expected " + VERSION);
    }
    if (!properties.text("topic").equals(SafeNames.of(partition.topic().name()))
        || !properties.text("topicId").equals(partition.topic().id().toString())
        || properties.number("partition") != partition.number()
        || properties.number("from") != from) {
      throw new IOException("it belongs to another partition or position");
    }
    try {
      ManifestEntry entry =
          new ManifestEntry(
              partition,
              new OffsetRange(from, properties.number("next")),
              properties.text("file"),
              properties.number("records"),
              number(properties.text("checksum")));
      return new StoredEntry(entry, groups(properties.text("groups")));
    } catch (IllegalArgumentException e) {
      throw new IOException("a field is invalid: " + e.getMessage(), e);
    }
  }

  private static List<RowGroup> groups(String text) {
    List<RowGroup> groups = new ArrayList<>();
    for (String group : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      String[] parts = group.split(":", -1);
      if (parts.length != 3) {
        throw new IllegalArgumentException("row group " + group + " is malformed");
      }
      groups.add(
          new RowGroup(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), number(parts[2])));
    }
    return groups;
  }

  private static String hex(int checksum) {
    return String.format("%08x", checksum);
  }

  private static int number(String hex) {
    return Integer.parseUnsignedInt(hex, 16);
  }
}
