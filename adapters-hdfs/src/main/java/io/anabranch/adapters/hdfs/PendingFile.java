package io.anabranch.adapters.hdfs;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.vavr.control.Option;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The names of a file that is being added: where it will be, and under which names it and its entry
 * are written, both in one directory of their topic. From the name of an entry that is being
 * written follows where its file will be.
 *
 * @param topic the directory of the topic
 * @param inside where the file will be in it
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

  /** The draft that a name in {@link #pending} belongs to, if it does. */
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

  /** Where all that is being written of a topic is. */
  static String pending(String topic) {
    return topic + "/_pending";
  }

  /** The file's directory for good. */
  String directory() {
    return topic + "/" + inside.substring(0, inside.lastIndexOf('/'));
  }

  /** The file's name for good. */
  String file() {
    return topic + "/" + inside;
  }

  String pendingFile() {
    return pending(topic) + "/" + inside.replace('/', ',');
  }

  String pendingEntry() {
    return pendingFile() + ENTRY;
  }

  /** The entry's name once nobody can put it any more. */
  String sweptEntry() {
    return pendingFile() + SWEPT;
  }
}
