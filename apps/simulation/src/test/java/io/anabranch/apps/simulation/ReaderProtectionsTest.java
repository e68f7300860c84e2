package io.anabranch.apps.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.apps.layers.serving.LogWatch;
import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.ports.StoreFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Protections of readers: each test says without which mechanism it fails. */
final class ReaderProtectionsTest extends LayersFixture {

  /** Fails if a reader uses rows above the progress as they are. */
  @Test
  void rowsAboveTheProgressAreReadAgain() throws StoreFailure {
    open(SPEC);
    produce(1, "a");
    SpeedLayer owner = owner(FIRST, 100);
    owner.step();
    produce(1, "a");
    interleaving.after("Progress.read", owner::step);

    Answer answer = answer(Layer.MERGED);

    assertThat(answer.provenance().reach().at(partition)).isEqualTo(2);
    assertThat(count(answer)).isEqualTo(2);
  }

  /** Fails if an answer includes a slice whose rows stay above the progress. */
  @Test
  void answerFallsBackToTheStartOfTheSliceWhileRowsStayAboveTheProgress() throws StoreFailure {
    open(SPEC);
    produce(5, "a");
    SpeedLayer owner = owner(FIRST, 100);
    owner.step();
    produce(1, "b");
    interleaving.before(
        "Progress.advance",
        () -> {
          throw new StoreFailure.Unavailable("crashes before its progress");
        });
    assertThatThrownBy(owner::step).isInstanceOf(StoreFailure.Unavailable.class);

    Answer answer = answer(Layer.MERGED);

    assertThat(answer.provenance().reach().at(partition)).isEqualTo(4);
    assertThat(count(answer)).isEqualTo(4);
  }

  /** Fails if the floor is not read again after the rows: segments and speed rows are deleted. */
  @Test
  void readerStartsOverWhenTheFloorHasPassedItsEpoch() throws StoreFailure {
    open(SPEC);
    produceAndPublish(8);
    interleaving.after(
        "Progress.read",
        () -> {
          produceAndPublish(4);
          produceAndPublish(4);
          cleaner().clean(FIRST);
        });

    Answer answer = answer(Layer.MERGED);

    assertThat(answer.provenance().epoch()).isEqualTo(3);
    assertThat(count(answer)).isEqualTo(16);
  }

  /** Fails if a retired lane counts as readable: its rows are swept while they are read. */
  @Test
  void readerStartsOverWhenItsDefinitionIsRetired() throws StoreFailure {
    open(SPEC);
    produce(6);
    owner(FIRST, 100).step();
    Definition second = adoption().adopt(SPEC);
    owner(second.number(), 100).step();
    interleaving.after(
        "Progress.read",
        () -> {
          adoption().switchTo(second.number());
          adoption().retire(FIRST);
          cleaner().sweep();
        });

    Answer answer = answer(Layer.MERGED);

    assertThat(answer.provenance().definition()).isEqualTo(second.number());
    assertThat(count(answer)).isEqualTo(6);
  }

  /** Fails if a topic of which nothing was folded counts as read to its end. */
  @Test
  void answerIsBehindByTopicsThatWereNeverFolded() throws StoreFailure {
    open(SPEC);
    produce(7);

    LogWatch watch =
        new LogWatch(log, Tally.TOPICS, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), Duration.ZERO);

    assertThat(watch.behind(OffsetVector.ZERO).get().positions()).isEqualTo(7);
  }
}
