package io.anabranch.adapters.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.Row;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.domain.view.RowKey;
import io.anabranch.ports.StateBytes;
import io.anabranch.ports.StoreFailure;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/** How values stand in columns. */
final class RowMapping {

  /**
   * The write timestamp that comes after all: of what is written once, and of deletions of what is
   * never written again.
   */
  static final long AFTER_ALL = Long.MAX_VALUE - 1;

  /** How many columns {@link #withKey} sets. */
  static final int KEY_COLUMNS = 4;

  private RowMapping() {}

  static Partition partition(Row row) throws StoreFailure.Corrupt {
    String topic = row.getString("topic");
    UUID id = row.getUuid("topic_id");
    if (topic == null || id == null) {
      throw absent("topic");
    }
    return new Partition(new Topic(topic, id), row.getInt("partition"));
  }

  /** The key of a row: where it was too long to be found by, all of it stands beside. */
  static RowKey key(Row row, PartitionScheme placement) throws StoreFailure.Corrupt {
    ByteBuffer whole = row.getByteBuffer("long_key");
    return placement.decoded(whole == null ? bytes(row, "key") : whole);
  }

  /** Bytes that a row cannot be without. */
  static ByteBuffer bytes(Row row, String column) throws StoreFailure.Corrupt {
    ByteBuffer bytes = row.getByteBuffer(column);
    if (bytes == null) {
      throw absent(column);
    }
    return bytes;
  }

  /** Text that a row cannot be without. */
  static String text(Row row, String column) throws StoreFailure.Corrupt {
    String text = row.getString(column);
    if (text == null) {
      throw absent(column);
    }
    return text;
  }

  /** A time that a row cannot be without, in milliseconds since 1970. */
  static long millis(Row row, String column) throws StoreFailure.Corrupt {
    Instant time = row.getInstant(column);
    if (time == null) {
      throw absent(column);
    }
    return time.toEpochMilli();
  }

  private static StoreFailure.Corrupt absent(String column) {
    return new StoreFailure.Corrupt("a row in Cassandra has no " + column);
  }

  static StateBytes state(ByteBuffer bytes) {
    byte[] state = new byte[bytes.remaining()];
    bytes.get(state);
    return StateBytes.of(state);
  }

  /** With the key, and what people read of it, in the columns from an index on. */
  static BoundStatementBuilder withKey(
      BoundStatementBuilder builder, int at, PartitionScheme placement, String view, RowKey key) {
    PartitionScheme.StoredKey stored = placement.stored(key);
    BoundStatementBuilder with =
        builder
            .setByteBuffer(at, stored.place())
            .setBytesUnsafe(at + 2, placement.shown(view, key));
    for (long time : placement.time(view, key)) {
      with = with.setInstant(at + 1, Instant.ofEpochMilli(time));
    }
    for (ByteBuffer whole : stored.whole()) {
      with = with.setByteBuffer(at + 3, whole);
    }
    return with;
  }
}
