package io.anabranch.adapters.hdfs;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.vavr.control.Option;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The names of a file that is being added: its final name, and the pending names of the file and of
 * its entry, both in one directory of the topic. The final name can be derived from the pending
 * one.
 *
 * @param topic the directory of the topic
 * @param inside the final name in that directory
 */
record PendingFile(String topic, String inside) {

  private static final DateTimeFormatter DIRECTORIES =
      DateTimeFormatter.ofPattern("'year='uuuu'/month='MM'/day='dd'/hour='HH", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String ENTRY = ".entry";
  private static final String SWEPT = ".swept";

  static PendingFile of(RecordBatch batch, String nonce) {
    Partition partition = batch.partition();
    String directory =
        batch.size() == 0 ? "_holes" : DIRECTORIES.format(Instant.ofEpochMilli(batch.timestamp(0)));
    String name =
        String.format(
            "%s-%d-%019d-%s.parquet",
            partition.topic().id(), partition.number(), batch.from(), nonce);
    return new PendingFile(SafeNames.of(partition.topic().name()), directory + "/" + name);
  }

  /** The file that a name in {@link #directoryOfPending} belongs to; none if it is another file. */
  static Option<PendingFile> ofPending(String topic, String name) {
    String base = name;
    for (String suffix : new String[] {ENTRY, SWEPT}) {
      if (base.endsWith(suffix)) {
        base = base.substring(0, base.length() - suffix.length());
      }
    }
    return base.endsWith(".parquet")
        ? Option.some(new PendingFile(topic, base.replace(',', '/')))
        : Option.none();
  }

  /** The directory of all pending files of a topic. */
  static String directoryOfPending(String topic) {
    return topic + "/_pending";
  }

  /** The final directory of the file. */
  String directory() {
    return topic + "/" + inside.substring(0, inside.lastIndexOf('/'));
  }

  /** The final name of the file. */
  String file() {
    return topic + "/" + inside;
  }

  String pendingFile() {
    return directoryOfPending(topic) + "/" + inside.replace('/', ',');
  }

  String pendingEntry() {
    return pendingFile() + ENTRY;
  }

  /** The name of the entry after a sweep renamed it, so that no writer can put it. */
  String sweptEntry() {
    return pendingFile() + SWEPT;
  }
}
