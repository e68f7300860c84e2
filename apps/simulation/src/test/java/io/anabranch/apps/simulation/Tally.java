package io.anabranch.apps.simulation;

import io.anabranch.domain.aggregate.Distinct;
import io.anabranch.domain.aggregate.ExactDoubleSum;
import io.anabranch.domain.aggregate.IntegerSum;
import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.aggregate.TopK;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A workload with every kind of aggregate. A record has any number of lines, one event each: {@code
 * key|whole|double|visitor|second|id}; a line of another shape is rejected.
 */
final class Tally implements WorkloadFactory {

  static final String NAME = "tally";
  static final List<String> TOPICS = List.of("left", "right");
  static final int BEST = 3;

  /** One line. */
  record Entry(Utf8 key, long whole, double wild, Utf8 visitor, long second, Utf8 id) {}

  private static final Measure<Entry, IntegerSum> COUNT =
      Measure.of("count", IntegerSum.MONOID, (sum, entry) -> sum.add(1));
  private static final Measure<Entry, IntegerSum> WHOLE =
      Measure.of("whole", IntegerSum.MONOID, (sum, entry) -> sum.add(entry.whole()));
  private static final Measure<Entry, ExactDoubleSum> WILD =
      Measure.of("wild", ExactDoubleSum.MONOID, (total, entry) -> total.add(entry.wild()));
  private static final Measure<Entry, Distinct> VISITORS =
      Measure.of("visitors", Distinct.MONOID, (visitors, entry) -> visitors.add(entry.visitor()));
  private static final Measure<Entry, TopK> RANKED =
      Measure.of(
          "ranked",
          TopK.best(BEST),
          (best, entry) -> best.add(entry.whole(), entry.second(), entry.visitor(), entry.key()));

  private static final Pattern LINE = Pattern.compile("\n");
  private static final Pattern BAR = Pattern.compile("\\|");

  @Override
  public String workload() {
    return NAME;
  }

  @Override
  public Workload<?> create(DefinitionSpec spec) {
    return create(spec.duplicates().isDefined());
  }

  static Workload<Entry> create(boolean isIdentified) {
    View<Entry> keys =
        View.of(Entry.class, "keys")
            .by("key", Entry::key)
            .keep(COUNT)
            .keep(WHOLE)
            .keep(WILD)
            .keep(VISITORS)
            .build();
    View<Entry> minutes =
        View.of(Entry.class, "minutes")
            .by("key", Entry::key)
            .by("visitor", Entry::visitor)
            .per(Bucket.MINUTE, Entry::second)
            .keep(COUNT)
            .keep(WILD)
            .build();
    View<Entry> best =
        View.of(Entry.class, "best")
            .where(entry -> entry.whole() > 0)
            .per(Bucket.DAY, Entry::second)
            .keep(RANKED)
            .build();
    return new Workload<>(
        NAME,
        TOPICS,
        () -> new Decoder(isIdentified),
        List.of(keys, minutes, best),
        List.of(
            Presentation.of(keys, "keys")
                .key("key")
                .show("count", row -> Value.of(row.of(COUNT).toBigInteger()))
                .show("whole", row -> Value.of(row.of(WHOLE).toBigInteger()))
                .show("wild", row -> Value.of(row.of(WILD).rounded()))
                .show("visitors", row -> Value.of(row.of(VISITORS).count()))
                .build(),
            Presentation.of(minutes, "minutes")
                .time("minute")
                .key("key")
                .show("count", row -> Value.of(row.of(COUNT).toBigInteger()))
                .show("wild", row -> Value.of(row.of(WILD).rounded()))
                .build(),
            Presentation.of(minutes, "visits")
                .key("visitor")
                .show("count", row -> Value.of(row.of(COUNT).toBigInteger()))
                .build(),
            Presentation.of(best, "best")
                .time("day")
                .buildWith(
                    List.of("rank", "score", "second", "visitor", "key"),
                    (row, rows) -> {
                      long rank = 0;
                      for (TopK.Entry entry : row.of(RANKED).entries()) {
                        rank++;
                        rows.accept(
                            List.of(
                                Value.of(rank),
                                Value.of(entry.score()),
                                Value.of(entry.epochSecond()),
                                Value.of(entry.id().toString()),
                                Value.of(entry.title().toString())));
                      }
                    })));
  }

  private record Decoder(boolean isIdentified) implements EventDecoder<Entry> {

    @Override
    public void decode(
        String topic, byte[] bytes, int start, int length, EventSink<? super Entry> sink) {
      String text = new String(bytes, start, length, StandardCharsets.UTF_8);
      for (String line : LINE.split(text, -1)) {
        String[] fields = BAR.split(line, -1);
        if (fields.length != 6) {
          sink.reject(new Rejection.Invalid("line", "a tally"));
          continue;
        }
        Entry entry =
            new Entry(
                Utf8.of(fields[0]),
                Long.parseLong(fields[1]),
                Double.parseDouble(fields[2]),
                Utf8.of(fields[3]),
                Long.parseLong(fields[4]),
                Utf8.of(fields[5]));
        if (!isIdentified) {
          sink.accept(entry);
        } else if (entry.id().isEmpty()) {
          sink.reject(new Rejection.NotAnId("id"));
        } else {
          sink.accept(entry, entry.id());
        }
      }
    }
  }

  /** A random record; one in twenty has no value, and some lines are of another shape. */
  static byte[] randomValue(java.util.Random random) {
    List<String> lines = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      lines.add(
          random.nextInt(12) == 0
              ? "neither|tally"
              : String.join(
                  "|",
                  List.of(
                      "k" + random.nextInt(6),
                      Long.toString(
                          random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(9) - 3),
                      Double.toString(wild(random)),
                      "v" + random.nextInt(9),
                      Long.toString(1_700_000_000L + random.nextInt(40) * 1_237L),
                      random.nextInt(10) == 0 ? "" : "i" + random.nextInt(25))));
    }
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  private static double wild(java.util.Random random) {
    if (random.nextInt(10) == 0) {
      double any = Double.longBitsToDouble(random.nextLong());
      return Double.isFinite(any) ? any : Double.MAX_VALUE;
    }
    return (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(40) - 20);
  }
}
