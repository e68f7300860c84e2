package io.anabranch.domain.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.aggregate.IntegerSum;
import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.Topic;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class FoldTest {

  private static final Partition PARTITION = new Partition(new Topic("t", new UUID(0, 1)), 0);
  private static final Measure<Utf8, IntegerSum> COUNT =
      Measure.of("count", IntegerSum.MONOID, (sum, word) -> sum.add(1));
  private static final View<Utf8> WORDS =
      View.of(Utf8.class, "words").by("word", word -> word).keep(COUNT).build();
  private static final View<Utf8> HOURS =
      View.of(Utf8.class, "hours").per(Bucket.HOUR, word -> 0).keep(COUNT).build();

  /**
   * A workload whose records are characters, an event each: {@code !} is rejected, a capital is its
   * own id, {@code ?} has no id, and every other character has a unique id.
   */
  private static final class Characters implements EventDecoder<Utf8> {
    private int events;

    @Override
    public void decode(
        String topic, byte[] bytes, int start, int length, EventSink<? super Utf8> sink) {
      if (length > 0 && bytes[start] == '#') {
        sink.accept(Utf8.slice(bytes, start, length), Utf8.of("event " + events++));
        return;
      }
      for (int i = start; i < start + length; i++) {
        Utf8 word = Utf8.slice(bytes, i, 1);
        if (bytes[i] == '!') {
          sink.reject(new Rejection.NoValue("word"));
        } else if (Character.isUpperCase(bytes[i])) {
          sink.accept(word, word);
        } else if (bytes[i] == '?') {
          sink.accept(word);
        } else {
          sink.accept(word, Utf8.of("event " + events++));
        }
      }
    }
  }

  private static final Workload<Utf8> WORKLOAD =
      new Workload<>("words", List.of("t"), Characters::new, List.of(WORDS, HOURS), List.of());

  private static RecordBatch batch(long from, String... records) {
    RecordBatch.Builder builder = RecordBatch.builder(PARTITION, from);
    long offset = from;
    for (String record : records) {
      byte[] value = record.getBytes(StandardCharsets.UTF_8);
      builder.add(offset++, 0, Option.none(), Option.some(value));
    }
    return builder.build(offset);
  }

  private static Fold.Sequence<Utf8> sequence(long horizon) {
    return Fold.of(
        WORKLOAD, PARTITION, Option.some(new DuplicateRule("id", horizon)), rejection -> {});
  }

  private static Map<String, Long> describe(Fold<Utf8> fold) {
    Map<String, Long> description = new TreeMap<>();
    RowVisitor visitor =
        (view, key, version, state) -> {
          if (view == WORDS) {
            description.put(key.dimensions().get(0).toString(), state.of(COUNT).toLongExact());
          }
        };
    Fold<Utf8>.Rows rows = fold.rows();
    while (rows.next(visitor)) {
      // Each call shows one row.
    }
    return description;
  }

  @Test
  void adjacentFoldsMergeIntoTheFoldOfBoth() {
    Fold.Sequence<Utf8> sequence = sequence(9);
    Fold<Utf8> first = sequence.from(0);
    first.add(batch(0, "aA", "b!"));
    Fold<Utf8> second = sequence.from(2);
    second.add(batch(2, "Aab"));
    Fold<Utf8> whole = sequence(9).from(0);
    whole.add(batch(0, "aA", "b!", "Aab"));

    second.merge(first);

    assertThat(describe(second)).isEqualTo(describe(whole)).containsEntry("A", 1L);
    Balance balance = first.balance();
    assertThat(balance.toString()).isEqualTo("read 4 = folded 3 + duplicate 0 + rejected 1");
    assertThat(whole.balance().closes()).isTrue();
    assertThat(whole.balance().duplicate()).isEqualTo(1);
    assertThatThrownBy(() -> whole.add(batch(4, "a"))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void horizonOfZeroLooksForRepeatsInTheRecordAlone() {
    Fold<Utf8> fold = sequence(0).from(0);

    fold.add(batch(0, "AAA", "A"));

    assertThat(describe(fold)).containsEntry("A", 2L);
    assertThat(fold.balance().duplicate()).isEqualTo(2);
  }

  @Test
  void repeatCountsAsSeenEvenIfItIsNotCountedItself() {
    Fold<Utf8> fold = sequence(2).from(0);

    fold.add(batch(0, "A", "x", "A", "x", "A", "x", "x", "A"));

    assertThat(describe(fold)).containsEntry("A", 2L);
  }

  @Test
  void rememberedIdsAreNotCounted() {
    Fold.Sequence<Utf8> sequence = sequence(3);
    assertThat(sequence.lookback(4, 2).from()).isEqualTo(2);
    assertThat(sequence.lookback(9, 2).from()).isEqualTo(6);
    sequence.remember(batch(2, "A!", "b"));
    Fold<Utf8> fold = sequence.from(4);

    fold.add(batch(4, "AB"));

    assertThat(describe(fold)).isEqualTo(Map.of("B", 1L));
    assertThat(fold.balance().read()).isEqualTo(2);
  }

  @Test
  void refusesAnEventWithoutAnIdWhereRepeatsAreLookedFor() {
    Fold<Utf8> looking = sequence(0).from(0);
    Fold<Utf8> careless = Fold.of(WORKLOAD, PARTITION, Option.none(), rejection -> {}).from(0);

    careless.add(batch(0, "?"));

    assertThat(describe(careless)).isEqualTo(Map.of("?", 1L));
    assertThatThrownBy(() -> looking.add(batch(0, "?")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tells no ids");
  }

  @Test
  void tableKeepsEveryRowWhileItGrows() {
    Fold<Utf8> fold = sequence(0).from(0);
    int keys = 20_000;
    for (int i = 0; i < 2 * keys; i++) {
      fold.add(batch(i, "#" + i % keys));
    }

    assertThat(fold.rowCount()).isEqualTo(keys + 2);
    assertThat(describe(fold))
        .hasSize(keys)
        .allSatisfy((word, count) -> assertThat(count).isEqualTo(2));
  }

  @Test
  void queryFitsOnlyColumnsAndBucketsThatAreKept() {
    Presentation description =
        Presentation.of(WORDS, "words")
            .key("word")
            .show("n", row -> Value.of(row.of(COUNT).toBigInteger()))
            .build();
    Presentation hours =
        Presentation.of(HOURS, "hours")
            .time("hour")
            .show("n", row -> Value.of(row.of(COUNT).toBigInteger()))
            .build();

    assertThat(Query.ALL.with(Map.of("word", Utf8.of("a"))).fit(description).isRight()).isTrue();
    assertThat(Query.ALL.with(Map.of("n", Utf8.of("a"))).fit(description).getLeft())
        .isEqualTo(new Query.Problem.UnknownColumn("n", List.of("word")));
    assertThat(Query.ALL.by(Bucket.DAY).fit(description).getLeft())
        .isEqualTo(new Query.Problem.NoTime("words"));
    assertThat(Query.ALL.by(Bucket.MINUTE).fit(hours).getLeft())
        .isEqualTo(new Query.Problem.TooFine(Bucket.MINUTE, Bucket.HOUR));
    assertThat(Query.ALL.fit(hours).get().by()).isEqualTo(Bucket.HOUR);
    assertThat(Query.ALL.by(Bucket.DAY).fit(hours).get().by()).isEqualTo(Bucket.DAY);
  }
}
