package io.anabranch.domain.recount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.aggregate.IntegerSum;
import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.fold.Fold;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.Topic;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The walk and the fold implement the rule for duplicates independently and agree. */
final class EventWalkTest {

  private static final Partition PARTITION = new Partition(new Topic("t", new UUID(0, 1)), 0);
  private static final Measure<Utf8, IntegerSum> COUNT =
      Measure.of("count", IntegerSum.MONOID, (sum, word) -> sum.add(1));
  private static final View<Utf8> SMALL =
      View.of(Utf8.class, "small")
          .where(word -> word.byteAt(0) >= 'a')
          .by("word", word -> word)
          .keep(COUNT)
          .build();
  private static final Workload<Utf8> WORKLOAD =
      new Workload<>("words", List.of("t"), Characters::new, List.of(SMALL), List.of());

  /**
   * A workload whose records are characters, an event each: {@code !} is rejected, a capital is its
   * own id, and every other character has a unique id.
   */
  private static final class Characters implements EventDecoder<Utf8> {
    private int events;

    @Override
    public void decode(
        String topic, byte[] bytes, int start, int length, EventSink<? super Utf8> sink) {
      for (int i = start; i < start + length; i++) {
        Utf8 word = Utf8.slice(bytes, i, 1);
        if (bytes[i] == '!') {
          sink.reject(new Rejection.NoValue("word"));
        } else if (Character.isUpperCase(bytes[i])) {
          sink.accept(word, word);
        } else {
          sink.accept(word, Utf8.of("event " + events++));
        }
      }
    }
  }

  /** Records the outcomes: a letter for an event that counts, {@code =} for a duplicate. */
  private static final class Written implements EventWalk.Visitor<Utf8> {
    private final StringBuilder text = new StringBuilder();
    private Outcomes outcomes = Outcomes.NONE;

    @Override
    public void record(long offset) {
      text.append(offset).append(':');
      outcomes = outcomes.plus(new Outcomes(1, 0, 0, 0, 0));
    }

    @Override
    public void counts(long offset, Utf8 event) {
      text.append(event);
      outcomes = outcomes.plus(new Outcomes(0, 1, 1, 0, 0));
    }

    @Override
    public void repeats(long offset) {
      text.append('=');
      outcomes = outcomes.plus(new Outcomes(0, 1, 0, 1, 0));
    }

    @Override
    public void rejects(long offset) {
      text.append('!');
      outcomes = outcomes.plus(new Outcomes(0, 1, 0, 0, 1));
    }
  }

  private static RecordBatch batch(long from, List<String> records) {
    RecordBatch.Builder builder = RecordBatch.builder(PARTITION, from);
    long offset = from;
    for (String record : records) {
      byte[] value = record.getBytes(StandardCharsets.UTF_8);
      builder.add(
          offset++, 0, Option.none(), record.equals("-") ? Option.none() : Option.some(value));
    }
    return builder.build(offset);
  }

  private static String walked(long horizon, String... records) {
    Written written = new Written();
    new EventWalk<>(WORKLOAD, PARTITION, Option.some(new DuplicateRule("id", horizon)))
        .walk(batch(0, List.of(records)), written);
    return written.text.toString();
  }

  @Test
  void duplicateIsWithinTheHorizon() {
    assertThat(walked(2, "A", "b", "A", "b", "b", "A")).isEqualTo("0:A1:b2:=3:b4:b5:A");
  }

  @Test
  void duplicateOfAnEarlierEventInItsRecord() {
    assertThat(walked(0, "AbA", "A")).isEqualTo("0:Ab=1:A");
  }

  /** Fails when only events that count are remembered, not duplicates. */
  @Test
  void repeatOfRepeatIsRepeat() {
    assertThat(walked(2, "A", "b", "A", "b", "A")).isEqualTo("0:A1:b2:=3:b4:=");
  }

  @Test
  void rejectedEventsAndAbsentValuesCountNowhere() {
    assertThat(walked(2, "a!b", "-", "!")).isEqualTo("0:a!b1:!2:!");
  }

  @Test
  void everyIdCountsWhereNoneIsLookedFor() {
    Written written = new Written();
    new EventWalk<>(WORKLOAD, PARTITION, Option.<DuplicateRule>none())
        .walk(batch(0, List.of("A", "A")), written);

    assertThat(written.text).hasToString("0:A1:A");
  }

  @Test
  void agreesWithTheFoldOnRandomRecords() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<String> records = new ArrayList<>();
      for (int i = random.nextInt(40); i > 0; i--) {
        StringBuilder record = new StringBuilder();
        for (int c = random.nextInt(4); c > 0; c--) {
          record.append("ABCDEab!".charAt(random.nextInt(8)));
        }
        records.add(record.toString());
      }
      DuplicateRule rule = new DuplicateRule("id", random.nextInt(12));
      Written written = new Written();
      new EventWalk<>(WORKLOAD, PARTITION, Option.some(rule)).walk(batch(0, records), written);

      Fold<Utf8> fold = Fold.of(WORKLOAD, PARTITION, Option.some(rule), r -> {}).from(0);
      fold.add(batch(0, records));
      Balance balance = fold.balance();

      assertThat(written.outcomes)
          .as("seed " + seed)
          .isEqualTo(
              new Outcomes(
                  balance.records(),
                  balance.read(),
                  balance.folded(),
                  balance.duplicate(),
                  balance.rejected()));
      assertThat(written.outcomes.closes()).isTrue();
    }
  }

  @Test
  void rowCountsTheEventsThatItsViewTakes() {
    RowCount<Utf8> count = new RowCount<>(SMALL);
    count.add(Utf8.of("a"));
    count.add(Utf8.of("a"));

    assertThat(count.events()).isEqualTo(2);
    assertThat(count.state().of(COUNT).toLongExact()).isEqualTo(2);
    assertThatThrownBy(() -> count.add(Utf8.of("A"))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void outcomesOfPartsAddUpToThoseOfTheWhole() {
    Outcomes whole = new Outcomes(3, 5, 3, 1, 1);
    Outcomes part = new Outcomes(1, 2, 1, 1, 0);

    assertThat(whole.minus(part).plus(part)).isEqualTo(whole);
    assertThat(new Outcomes(1, 2, 1, 0, 0).closes()).isFalse();
  }
}
