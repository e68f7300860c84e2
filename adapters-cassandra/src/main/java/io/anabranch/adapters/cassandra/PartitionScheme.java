package io.anabranch.adapters.cassandra;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.KeyCodec;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The partitioning of rows, and their readable columns.
 *
 * <p>A partition holds the rows of a span of event time and of one of 32 shards, by hash of the
 * leading dimension. So a value and a time are in one partition; all values of a time, or of a view
 * without buckets, are in 32 partitions that are known without a lookup; and no partition grows
 * with history or receives all writes.
 */
final class PartitionScheme {

  static final int SHARDS = 32;

  /** A selection with more partitions looks them up in the index. */
  static final int MAX_QUERIED = 256;

  /** Longer keys are stored as a digest, since Cassandra refuses keys of 64 KiB and more. */
  private static final int MAX_KEY_BYTES = 4_096;

  private static final int MAX_PREFIX_BYTES = 512;
  private static final int MAX_SHOWN_CHARS = 1_000;
  private static final int DIGEST_BYTES = 32;

  private final Map<String, ViewScheme> views = new HashMap<>();
  private final KeyCodec keys;

  /** A view, the length of its spans, and the names of its dimensions as UTF-8. */
  private record ViewScheme(View<?> view, long spanSeconds, List<byte[]> names) {}

  PartitionScheme(List<? extends View<?>> views, KeyCodec keys) {
    for (View<?> view : views) {
      List<byte[]> names = view.dimensions().stream().map(name -> name.getBytes(UTF_8)).toList();
      this.views.put(view.name(), new ViewScheme(view, spanSeconds(view.bucket()), names));
    }
    this.keys = keys;
  }

  private static long spanSeconds(Bucket bucket) {
    return switch (bucket) {
      case SECOND -> 60;
      case MINUTE -> 600;
      case HOUR -> 21_600;
      case DAY -> 604_800;
      case ALWAYS -> 0;
    };
  }

  private ViewScheme schemeOf(String view) {
    ViewScheme scheme = views.get(view);
    if (scheme == null) {
      throw new IllegalArgumentException(
          "view " + view + " is not stored; stored views: " + views.keySet());
    }
    return scheme;
  }

  RowPartition of(String view, RowKey key) {
    List<Utf8> dimensions = key.dimensions();
    long seconds = schemeOf(view).spanSeconds;
    return new RowPartition(
        seconds == 0 ? 0 : span(key.bucketStart(), seconds),
        dimensions.isEmpty() ? 0 : shard(dimensions.get(0)));
  }

  private static long span(long second, long seconds) {
    return millis(Math.floorDiv(second, seconds) * seconds);
  }

  /** Milliseconds, clamped where they would overflow, which keeps the order. */
  private static long millis(long second) {
    long bound = Long.MAX_VALUE / 1_000;
    return Math.max(-bound, Math.min(bound, second)) * 1_000;
  }

  static int shard(Utf8 leading) {
    int hash = leading.hashCode() * 0x9E3779B9;
    return (hash >>> 27) % SHARDS;
  }

  /** The shard of a selection; none if the selection does not fix the leading dimension. */
  Option<Integer> shard(View<?> view, Selection selection) {
    if (view.dimensions().isEmpty()) {
      return Option.some(0);
    }
    return Option.of(selection.equal().get(view.dimensions().get(0))).map(PartitionScheme::shard);
  }

  /** The first and last span, in milliseconds, that may hold rows of a selection. */
  record Spans(long first, long last) {}

  Spans spans(View<?> view, Selection selection) {
    long seconds = schemeOf(view.name()).spanSeconds;
    if (seconds == 0) {
      return new Spans(0, 0);
    }
    // Low enough that sums do not overflow, and higher than the time of any bucket.
    long bound = Long.MAX_VALUE / 4;
    long from = Math.max(-bound, Math.min(bound, selection.fromSecond()));
    long to = Math.max(-bound, Math.min(bound, selection.toSecond()));
    boolean isOpen = selection.fromSecond() < -bound;
    return new Spans(
        isOpen ? Long.MIN_VALUE : span(view.bucket().startOf(from), seconds),
        selection.toSecond() > bound ? Long.MAX_VALUE : span(to - 1, seconds));
  }

  /** The partitions of a selection; none if they are too many to be queried one by one. */
  Option<List<RowPartition>> rowPartitions(View<?> view, Selection selection) {
    long length = schemeOf(view.name()).spanSeconds * 1_000;
    Spans spans = spans(view, selection);
    Option<Integer> shard = shard(view, selection);
    double count = length == 0 ? 1 : ((double) spans.last() - spans.first()) / length + 1;
    if (count * (shard.isDefined() ? 1 : SHARDS) > MAX_QUERIED) {
      return Option.none();
    }
    SortedSet<Long> starts = new TreeSet<>();
    for (int i = 0; i < (int) count; i++) {
      starts.add(spans.first() + i * length);
    }
    if (spans.first() <= spans.last()) {
      starts.add(spans.last()); // clamped spans are not a length apart
    }
    List<RowPartition> rowPartitions = new ArrayList<>();
    for (long start : starts) {
      for (int each = shard.getOrElse(0); each <= shard.getOrElse(SHARDS - 1); each++) {
        rowPartitions.add(new RowPartition(start, each));
      }
    }
    return Option.some(rowPartitions);
  }

  /**
   * The stored form of a key: the bytes in the primary key, and the full key if they are a digest.
   */
  record StoredKey(ByteBuffer primaryKey, Option<ByteBuffer> fullKey) {}

  StoredKey stored(RowKey key) {
    byte[] bytes = keys.encode(key);
    if (bytes.length <= MAX_KEY_BYTES) {
      return new StoredKey(ByteBuffer.wrap(bytes), Option.none());
    }
    // One byte longer than any key that is not a digest.
    ByteBuffer digest = ByteBuffer.allocate(MAX_KEY_BYTES + 1);
    digest.put(bytes, 0, MAX_KEY_BYTES + 1 - DIGEST_BYTES).put(digest(bytes)).flip();
    return new StoredKey(digest, Option.some(ByteBuffer.wrap(bytes)));
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this JDK", e);
    }
  }

  /** The first bytes of a key. Keys with equal prefixes may be in either order. */
  ByteBuffer prefix(RowKey key) {
    byte[] bytes = keys.encode(key);
    return ByteBuffer.wrap(bytes, 0, Math.min(MAX_PREFIX_BYTES, bytes.length)).slice();
  }

  byte[] encode(RowKey key) {
    return keys.encode(key);
  }

  RowKey decode(ByteBuffer bytes) throws StoreFailure.Corrupt {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return keys.decode(copy);
  }

  /** The start of a row's bucket in milliseconds; none in a view without buckets. */
  Option<Long> time(String view, RowKey key) {
    return schemeOf(view).view.bucket() == Bucket.ALWAYS
        ? Option.none()
        : Option.some(millis(key.bucketStart()));
  }

  /**
   * The dimensions by name as a {@code map<text, text>} of the native protocol, for people to read:
   * long values are truncated, and bytes that are not UTF-8 are replaced.
   */
  ByteBuffer shown(String view, RowKey key) {
    List<byte[]> names = schemeOf(view).names;
    List<Utf8> values = key.dimensions();
    int count = Math.min(names.size(), values.size());
    byte[][] texts = new byte[count][];
    int size = Integer.BYTES;
    for (int i = 0; i < count; i++) {
      texts[i] = shown(values.get(i));
      size += 2 * Integer.BYTES + names.get(i).length + texts[i].length;
    }
    ByteBuffer map = ByteBuffer.allocate(size).putInt(count);
    for (int i = 0; i < count; i++) {
      map.putInt(names.get(i).length).put(names.get(i)).putInt(texts[i].length).put(texts[i]);
    }
    return map.flip();
  }

  private static byte[] shown(Utf8 value) {
    boolean isAscii = value.length() <= MAX_SHOWN_CHARS;
    for (int i = 0; isAscii && i < value.length(); i++) {
      isAscii = value.byteAt(i) >= 0;
    }
    if (isAscii) {
      return value.toBytes();
    }
    String text = value.toString();
    String cut = text.length() > MAX_SHOWN_CHARS ? text.substring(0, MAX_SHOWN_CHARS) + "…" : text;
    return cut.getBytes(UTF_8);
  }
}
