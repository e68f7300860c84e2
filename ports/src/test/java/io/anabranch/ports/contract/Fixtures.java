package io.anabranch.ports.contract;

import io.anabranch.domain.aggregate.IntegerSum;
import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.Topic;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.View;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.StateBytes;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Fixtures of the contract suites. Each shows only the argument that matters. */
public final class Fixtures {

  private Fixtures() {}

  /** A sale at a machine, the event of these views. */
  public record Sale(Utf8 machine, Utf8 item, long epochSecond, long units) {}

  public static final Measure<Sale, IntegerSum> UNITS =
      Measure.of("units", IntegerSum.MONOID, (sum, sale) -> sum.add(sale.units()));

  /** By machine and item, per hour. */
  public static final View<Sale> HOURLY =
      View.of(Sale.class, "hourly")
          .by("machine", Sale::machine)
          .by("item", Sale::item)
          .per(Bucket.HOUR, Sale::epochSecond)
          .keep(UNITS)
          .build();

  /** By machine and item, without buckets. */
  public static final View<Sale> ITEMS =
      View.of(Sale.class, "items")
          .by("machine", Sale::machine)
          .by("item", Sale::item)
          .keep(UNITS)
          .build();

  public static final long HOUR = 3600;
  public static final DefinitionNumber FIRST = new DefinitionNumber(1);
  public static final DefinitionNumber SECOND = new DefinitionNumber(2);
  public static final Partition PARTITION = partition("snacks", 0);

  public static Partition partition(String topic, int number) {
    byte[] seed = topic.getBytes(StandardCharsets.UTF_8);
    return new Partition(new Topic(topic, UUID.nameUUIDFromBytes(seed)), number);
  }

  /** The same partition of a topic of the same name with another id. */
  public static Partition ofRecreatedTopic(Partition partition) {
    return new Partition(
        new Topic(partition.topic().name(), UUID.nameUUIDFromBytes(new byte[] {1})),
        partition.number());
  }

  public static RowKey key(String machine, String item, long bucketStart) {
    return RowKey.of(List.of(Utf8.of(machine), Utf8.of(item)), bucketStart);
  }

  /** Names that are hard to store. */
  public static List<String> awkwardNames() {
    return List.of(
        "",
        " ",
        "a/b",
        "/",
        "..",
        "../../etc",
        "'",
        "\"quoted\"",
        "; DROP TABLE rows; --",
        "line\nbreak\r\n",
        "\0",
        "a\0b",
        "%2F",
        "*?{}[]\\",
        "mañana",
        "日本語",
        "😀",
        "\uD800",
        "\uDC00\uD800",
        "\uFFFF",
        "n".repeat(127),
        "n".repeat(128),
        "long".repeat(5_000));
  }

  /** Keys with hostile names, and times from before 1970 to the far future. */
  public static List<RowKey> awkwardKeys() {
    List<RowKey> keys = new ArrayList<>();
    for (String name : awkwardNames()) {
      keys.add(key(name, "apple", 0));
      keys.add(key("worker01", name, HOUR));
    }
    for (long hours : new long[] {-1, -500_000, -(1L << 40), 1, 500_000, 1L << 40}) {
      keys.add(key("worker02", "apple", hours * HOUR));
    }
    return keys;
  }

  public static StateBytes state(String text) {
    return StateBytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A row of {@link #HOURLY} in slice 0 of {@link #PARTITION}, by default. */
  public static SpeedRowOf aSpeedRow() {
    return new SpeedRowOf(
        new SpeedRow(
            FIRST, HOURLY.name(), key("m1", "apple", HOUR), PARTITION, 0, 5, state("five")));
  }

  /** Builds a row from the arguments that matter. */
  public record SpeedRowOf(SpeedRow row) {
    public SpeedRowOf definition(DefinitionNumber definition) {
      return with(definition, row.view(), row.key(), row.partition(), row.slice(), row.version());
    }

    public SpeedRowOf view(View<?> view) {
      return with(
          row.definition(), view.name(), row.key(), row.partition(), row.slice(), row.version());
    }

    public SpeedRowOf key(RowKey key) {
      return with(row.definition(), row.view(), key, row.partition(), row.slice(), row.version());
    }

    public SpeedRowOf partition(Partition partition) {
      return with(row.definition(), row.view(), row.key(), partition, row.slice(), row.version());
    }

    /** The slice, and a version in it, for slices of 16 offsets. */
    public SpeedRowOf slice(long slice) {
      return with(row.definition(), row.view(), row.key(), row.partition(), slice, slice * 16 + 5);
    }

    public SpeedRowOf version(long version) {
      return with(row.definition(), row.view(), row.key(), row.partition(), row.slice(), version);
    }

    private SpeedRowOf with(
        DefinitionNumber definition,
        String view,
        RowKey key,
        Partition partition,
        long slice,
        long version) {
      return new SpeedRowOf(
          new SpeedRow(definition, view, key, partition, slice, version, state("v" + version)));
    }
  }

  public static SegmentName segment(String nonce) {
    return new SegmentName(FIRST, 0, nonce);
  }

  public static SegmentRow segmentRow(View<?> view, RowKey key) {
    return new SegmentRow(view.name(), key, state("of " + view + " " + key.hashCode()));
  }

  /** Records at the offsets of a range, each with its offset as value; no key at odd offsets. */
  public static RecordBatch records(Partition partition, long from, long to) {
    RecordBatch.Builder batch = RecordBatch.builder(partition, from);
    for (long offset = from; offset < to; offset++) {
      Option<byte[]> key = offset % 2 == 0 ? Option.some(bytes("k" + offset)) : Option.none();
      batch.add(offset, 1_700_000_000_000L + offset, key, Option.some(bytes("v" + offset)));
    }
    return batch.build(to);
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The content of a batch for comparison: offset, timestamp, key and value of each record. */
  public static List<String> contentOf(RecordBatch batch) {
    List<String> content = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      content.add(
          batch.offset(i)
              + "@"
              + batch.timestamp(i)
              + " "
              + batch.key(i).map(StateBytes::of)
              + " "
              + batch.value(i).map(StateBytes::of));
    }
    return content;
  }

  public static <T> Cursor<T> cursorOf(List<T> rows) {
    return new ListCursor<>(rows);
  }

  /** A cursor over a list, which shows whether it was closed. */
  public static final class ListCursor<T> implements Cursor<T> {
    private final List<T> rows;
    private int next;
    private boolean closed;

    private ListCursor(List<T> rows) {
      this.rows = rows;
    }

    @Override
    public Option<T> next() throws StoreFailure {
      return next < rows.size() ? Option.some(rows.get(next++)) : Option.none();
    }

    @Override
    public void close() {
      closed = true;
    }

    public boolean isClosed() {
      return closed;
    }
  }

  /** All rows of a cursor. The cursor is closed. */
  public static <T> List<T> drain(Cursor<T> cursor) throws StoreFailure {
    try (cursor) {
      List<T> rows = new ArrayList<>();
      for (Option<T> row = cursor.next(); row.isDefined(); row = cursor.next()) {
        rows.add(row.get());
      }
      return rows;
    }
  }

  /** The results of tasks that start together on separate threads. */
  public static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      CountDownLatch ready = new CountDownLatch(tasks.size());
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> task : tasks) {
        running.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return task.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : running) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
