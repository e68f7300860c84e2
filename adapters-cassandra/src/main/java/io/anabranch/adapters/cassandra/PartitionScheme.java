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
 * Where rows lie, and what is shown beside them.
 *
 * <p>A partition holds the rows of a span of event time and of a 32nd of the values of the leading
 * dimension. So one value and a time are one partition; all values of a time, or of a view without
 * buckets, are 32, known without looking; and no partition grows with history, nor takes all
 * writes.
 */
final class PartitionScheme {

  static final int SHARDS = 32;

  /** More partitions than that are looked up rather than all asked. */
  static final int MOST_ASKED = 256;

  /** Longer keys, which Cassandra would refuse from 64 KiB on, are told apart by a digest. */
  private static final int LONGEST_KEY = 4_096;

  private static final int LONGEST_BEGINNING = 512;
  private static final int LONGEST_SHOWN = 1_000;
  private static final int DIGEST_BYTES = 32;

  private final Map<String, Known> views = new HashMap<>();
  private final KeyCodec keys;

  /** A view, the length of its spans in seconds, and the names of its dimensions as bytes. */
  private record Known(View<?> view, long spanSeconds, List<byte[]> names) {}

  PartitionScheme(List<? extends View<?>> views, KeyCodec keys) {
    for (View<?> view : views) {
      List<byte[]> names = view.dimensions().stream().map(name -> name.getBytes(UTF_8)).toList();
      this.views.put(view.name(), new Known(view, spanSeconds(view.bucket()), names));
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

  private Known known(String view) {
    Known known = views.get(view);
    if (known == null) {
      throw new IllegalArgumentException("view " + view + " is none of " + views.keySet());
    }
    return known;
  }

  RowPartition of(String view, RowKey key) {
    List<Utf8> dimensions = key.dimensions();
    long seconds = known(view).spanSeconds;
    return new RowPartition(
        seconds == 0 ? 0 : span(key.bucketStart(), seconds),
        dimensions.isEmpty() ? 0 : shard(dimensions.get(0)));
  }

  private static long span(long second, long seconds) {
    return millis(Math.floorDiv(second, seconds) * seconds);
  }

  /** Never the other way round, also where no timestamp reaches. */
  private static long millis(long second) {
    long bound = Long.MAX_VALUE / 1_000;
    return Math.max(-bound, Math.min(bound, second)) * 1_000;
  }

  static int shard(Utf8 leading) {
    int hash = leading.hashCode() * 0x9E3779B9;
    return (hash >>> 27) % SHARDS;
  }

  /** The shard that a selection is about; none if it names no leading dimension. */
  Option<Integer> shard(View<?> view, Selection selection) {
    if (view.dimensions().isEmpty()) {
      return Option.some(0);
    }
    return Option.of(selection.equal().get(view.dimensions().get(0))).map(PartitionScheme::shard);
  }

  /** The first and last span, in milliseconds, that may hold rows of a selection. */
  record Spans(long first, long last) {}

  Spans spans(View<?> view, Selection selection) {
    long seconds = known(view.name()).spanSeconds;
    if (seconds == 0) {
      return new Spans(0, 0);
    }
    // Far from where sums overflow, and beyond every time that a bucket has.
    long bound = Long.MAX_VALUE / 4;
    long from = Math.max(-bound, Math.min(bound, selection.fromSecond()));
    long to = Math.max(-bound, Math.min(bound, selection.toSecond()));
    boolean isOpen = selection.fromSecond() < -bound;
    return new Spans(
        isOpen ? Long.MIN_VALUE : span(view.bucket().startOf(from), seconds),
        selection.toSecond() > bound ? Long.MAX_VALUE : span(to - 1, seconds));
  }

  /** The partitions of a selection, if they are few enough to be asked one by one. */
  Option<List<RowPartition>> places(View<?> view, Selection selection) {
    long length = known(view.name()).spanSeconds * 1_000;
    Spans spans = spans(view, selection);
    Option<Integer> shard = shard(view, selection);
    double count = length == 0 ? 1 : ((double) spans.last() - spans.first()) / length + 1;
    if (count * (shard.isDefined() ? 1 : SHARDS) > MOST_ASKED) {
      return Option.none();
    }
    SortedSet<Long> starts = new TreeSet<>();
    for (int i = 0; i < (int) count; i++) {
      starts.add(spans.first() + i * length);
    }
    if (spans.first() <= spans.last()) {
      starts.add(spans.last()); // where spans are cut off, they are not a length apart
    }
    List<RowPartition> places = new ArrayList<>();
    for (long start : starts) {
      for (int each = shard.getOrElse(0); each <= shard.getOrElse(SHARDS - 1); each++) {
        places.add(new RowPartition(start, each));
      }
    }
    return Option.some(places);
  }

  /** A key as it is stored: the bytes it is found by, and all of it where these are a digest. */
  record StoredKey(ByteBuffer place, Option<ByteBuffer> whole) {}

  StoredKey stored(RowKey key) {
    byte[] bytes = keys.encode(key);
    if (bytes.length <= LONGEST_KEY) {
      return new StoredKey(ByteBuffer.wrap(bytes), Option.none());
    }
    // One byte longer than any key that stands for itself.
    ByteBuffer place = ByteBuffer.allocate(LONGEST_KEY + 1);
    place.put(bytes, 0, LONGEST_KEY + 1 - DIGEST_BYTES).put(digest(bytes)).flip();
    return new StoredKey(place, Option.some(ByteBuffer.wrap(bytes)));
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The first bytes of a key: where they are equal, either key may be the first. */
  ByteBuffer beginning(RowKey key) {
    byte[] bytes = keys.encode(key);
    return ByteBuffer.wrap(bytes, 0, Math.min(LONGEST_BEGINNING, bytes.length)).slice();
  }

  byte[] encoded(RowKey key) {
    return keys.encode(key);
  }

  RowKey decoded(ByteBuffer bytes) throws StoreFailure.Corrupt {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return keys.decode(copy);
  }

  /** The time of a row's bucket in milliseconds; none where it has none that people can read. */
  Option<Long> time(String view, RowKey key) {
    return known(view).view.bucket() == Bucket.ALWAYS
        ? Option.none()
        : Option.some(millis(key.bucketStart()));
  }

  /**
   * The dimensions by name as a {@code map<text, text>} of the native protocol, to be read by
   * people: long values are cut, and what is no UTF-8 is replaced.
   */
  ByteBuffer shown(String view, RowKey key) {
    List<byte[]> names = known(view).names;
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
    boolean isAscii = value.length() <= LONGEST_SHOWN;
    for (int i = 0; isAscii && i < value.length(); i++) {
      isAscii = value.byteAt(i) >= 0;
    }
    if (isAscii) {
      return value.toBytes();
    }
    String text = value.toString();
    String cut = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    return cut.getBytes(UTF_8);
  }
}
