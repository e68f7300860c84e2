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

/** Maps values to columns and back. */
final class RowMapping {

  /**
   * A write timestamp above all others: for rows that are written once, and for deletions of rows
   * that are never written again.
   */
  static final long AFTER_ALL = Long.MAX_VALUE - 1;

  /** The number of columns that {@link #withKey} sets. */
  static final int KEY_COLUMNS = 4;

  private RowMapping() {}

  static Partition partition(Row row) throws StoreFailure.Corrupt {
    String topic = row.getString("topic");
    UUID id = row.getUuid("topic_id");
    if (topic == null || id == null) {
      throw missing("topic");
    }
    return new Partition(new Topic(topic, id), row.getInt("partition"));
  }

  /** The key of a row. A key that is stored as a digest is in a column of its own. */
  static RowKey key(Row row, PartitionScheme scheme) throws StoreFailure.Corrupt {
    ByteBuffer fullKey = row.getByteBuffer("long_key");
    return scheme.decode(fullKey == null ? bytes(row, "key") : fullKey);
  }

  /** The value of a blob column, which must not be null. */
  static ByteBuffer bytes(Row row, String column) throws StoreFailure.Corrupt {
    ByteBuffer bytes = row.getByteBuffer(column);
    if (bytes == null) {
      throw missing(column);
    }
    return bytes;
  }

  /** The value of a text column, which must not be null. */
  static String text(Row row, String column) throws StoreFailure.Corrupt {
    String text = row.getString(column);
    if (text == null) {
      throw missing(column);
    }
    return text;
  }

  /** The value of a timestamp column in milliseconds, which must not be null. */
  static long millis(Row row, String column) throws StoreFailure.Corrupt {
    Instant time = row.getInstant(column);
    if (time == null) {
      throw missing(column);
    }
    return time.toEpochMilli();
  }

  private static StoreFailure.Corrupt missing(String column) {
    return new StoreFailure.Corrupt("a row in Cassandra has no value in column " + column);
  }

  static StateBytes state(ByteBuffer bytes) {
    byte[] state = new byte[bytes.remaining()];
    bytes.get(state);
    return StateBytes.of(state);
  }

  /** Sets the key and its readable form, in the columns from an index on. */
  static BoundStatementBuilder withKey(
      BoundStatementBuilder builder, int at, PartitionScheme scheme, String view, RowKey key) {
    PartitionScheme.StoredKey stored = scheme.stored(key);
    BoundStatementBuilder with =
        builder
            .setByteBuffer(at, stored.primaryKey())
            .setBytesUnsafe(at + 2, scheme.shown(view, key));
    for (long time : scheme.time(view, key)) {
      with = with.setInstant(at + 1, Instant.ofEpochMilli(time));
    }
    for (ByteBuffer fullKey : stored.fullKey()) {
      with = with.setByteBuffer(at + 3, fullKey);
    }
    return with;
  }
}
