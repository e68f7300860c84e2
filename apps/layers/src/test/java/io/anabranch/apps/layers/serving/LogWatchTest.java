package io.anabranch.apps.layers.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.answer.Provenance.Staleness;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.anabranch.ports.inmemory.PortCall;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How far answers are behind the log, and how often the log is read for it. */
final class LogWatchTest {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private int reads;
  private boolean isUnavailable;

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  private final InMemoryEventLog log =
      new InMemoryEventLog(
          new Faults() {
            @Override
            public void before(PortCall call) throws StoreFailure {
              reads++;
              if (isUnavailable) {
                throw new StoreFailure.Unavailable("the log is unavailable");
              }
            }

            @Override
            public void after(PortCall call) {}
          });
  private final Topic topic = log.createTopic("t", 2);
  private final Partition first = new Partition(topic, 0);
  private final LogWatch watch = new LogWatch(log, List.of("t"), clock, INTERVAL);

  private void append(Duration ago) throws StoreFailure {
    log.append(first, now.minus(ago).toEpochMilli(), Option.none(), Option.none());
  }

  @Test
  void measuresTheOffsetsMissingFromAnAnswerAndTheAgeOfTheOldest() throws StoreFailure {
    append(Duration.ofSeconds(9));
    append(Duration.ofSeconds(5));
    append(Duration.ofSeconds(2));

    assertThat(watch.behind(OffsetVector.of(first, 1)))
        .isEqualTo(Either.right(new Staleness(2, Duration.ofSeconds(5))));
    assertThat(watch.behind(OffsetVector.ZERO))
        .isEqualTo(Either.right(new Staleness(3, Duration.ofSeconds(9))));
    assertThat(watch.behind(OffsetVector.of(first, 3)))
        .isEqualTo(Either.right(new Staleness(0, Duration.ZERO)));
  }

  @Test
  void readsTheLogAtMostOncePerInterval() throws StoreFailure {
    append(Duration.ofSeconds(5));
    watch.behind(OffsetVector.ZERO);
    reads = 0;

    for (int i = 0; i < 10; i++) {
      watch.behind(OffsetVector.ZERO);
    }

    assertThat(reads).isZero();

    append(Duration.ZERO);
    now = now.plus(INTERVAL);

    assertThat(watch.behind(OffsetVector.ZERO).get().positions()).isEqualTo(2);
    assertThat(reads).isPositive();
  }

  @Test
  void reportsWhyTheLogCouldNotBeReadAndRetriesLater() throws StoreFailure {
    append(Duration.ofSeconds(5));
    isUnavailable = true;

    assertThat(watch.behind(OffsetVector.ZERO)).isEqualTo(Either.left("the log is unavailable"));
    reads = 0;
    assertThat(watch.behind(OffsetVector.ZERO)).isEqualTo(Either.left("the log is unavailable"));
    assertThat(reads).isZero(); // an unavailable log delays one answer per interval

    isUnavailable = false;
    now = now.plus(INTERVAL);

    assertThat(watch.behind(OffsetVector.ZERO).get().positions()).isEqualTo(1);
  }
}
