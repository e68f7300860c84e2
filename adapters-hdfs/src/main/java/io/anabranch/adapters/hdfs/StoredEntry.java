package io.anabranch.adapters.hdfs;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.ManifestEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** An entry of the manifest as it is stored: with what its file's row groups are. */
record StoredEntry(ManifestEntry told, List<RowGroup> groups) {

  private static final String VERSION = "1";

  StoredEntry {
    groups = List.copyOf(groups);
  }

  Partition partition() {
    return told.partition();
  }

  long from() {
    return told.range().from();
  }

  long next() {
    return told.range().to();
  }

  String file() {
    return told.file();
  }

  boolean holds(long position) {
    return from() <= position && position < next();
  }

  byte[] toBytes() {
    ChecksummedProperties note =
        new ChecksummedProperties()
            .with("version", VERSION)
            .with("topic", SafeNames.of(partition().topic().name()))
            .with("topicId", partition().topic().id())
            .with("partition", partition().number())
            .with("from", from())
            .with("next", next())
            .with("file", file())
            .with("records", told.records())
            .with("checksum", hex(told.checksum()));
    StringBuilder spelled = new StringBuilder();
    for (RowGroup group : groups) {
      spelled
          .append(spelled.length() == 0 ? "" : ",")
          .append(group.from())
          .append(':')
          .append(group.records())
          .append(':')
          .append(hex(group.checksum()));
    }
    return note.with("groups", spelled).toBytes();
  }

  /**
   * The entry of a partition that starts at a position, from its bytes.
   *
   * @throws IOException if they are none, or those of another
   */
  static StoredEntry of(Partition partition, long from, byte[] bytes) throws IOException {
    ChecksummedProperties note =
        ChecksummedProperties.of(bytes)
            .getOrElseThrow(() -> new IOException("it is not a whole entry"));
    if (!note.text("version").equals(VERSION)) {
      throw new IOException(
          "it is of version " + note.text("version") + ", written by a later one");
    }
    if (!note.text("topic").equals(SafeNames.of(partition.topic().name()))
        || !note.text("topicId").equals(partition.topic().id().toString())
        || note.number("partition") != partition.number()
        || note.number("from") != from) {
      throw new IOException("it speaks of another partition or position");
    }
    try {
      ManifestEntry told =
          new ManifestEntry(
              partition,
              new OffsetRange(from, note.number("next")),
              note.text("file"),
              note.number("records"),
              number(note.text("checksum")));
      return new StoredEntry(told, groups(note.text("groups")));
    } catch (IllegalArgumentException e) {
      throw new IOException("it makes no sense: " + e.getMessage(), e);
    }
  }

  private static List<RowGroup> groups(String spelled) {
    List<RowGroup> groups = new ArrayList<>();
    for (String group : spelled.isEmpty() ? new String[0] : spelled.split(",", -1)) {
      String[] parts = group.split(":", -1);
      if (parts.length != 3) {
        throw new IllegalArgumentException("row group " + group);
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
