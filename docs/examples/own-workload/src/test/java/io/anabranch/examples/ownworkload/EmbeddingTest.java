package io.anabranch.examples.ownworkload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.answer.MergedRows;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.fold.Fold;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.log.Topic;
import io.anabranch.domain.metrics.Reading;
import io.anabranch.domain.metrics.ShiftAssignment;
import io.anabranch.domain.shift.Shift;
import io.anabranch.domain.shift.ShiftCalendar;
import io.anabranch.domain.shift.WeekMinute;
import io.anabranch.domain.view.Labels;
import io.anabranch.domain.view.Workload;
import io.anabranch.examples.ownworkload.TaxiRides.Ride;
import io.vavr.control.Option;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The domain inside somebody else's service: no layers, no ports, no framework. */
class EmbeddingTest {

  @Test
  void assignsReadingToShift() {
    Shift night = new Shift("noche", WeekMinute.of(SUNDAY, 22, 0), WeekMinute.of(MONDAY, 6, 0));
    ShiftCalendar calendar = ShiftCalendar.of(List.of(night), ZoneId.of("Europe/Madrid"));
    long at = Instant.parse("2024-03-31T20:00:00Z").getEpochSecond();

    Utf8 shift =
        ShiftAssignment.assign(
            new Reading(Utf8.of("worker01"), Utf8.of("load"), at, 0.5), calendar);

    assertThat(shift).hasToString("noche");
  }

  @Test
  void foldsRecordsOfOnePartition() {
    Partition partition = new Partition(new Topic("rides", new UUID(0, 1)), 0);
    Workload<Ride> workload = new TaxiRides().create(DefinitionSpec.of("rides", new SliceBits(16)));
    List<RejectedEvent> rejected = new ArrayList<>();

    Fold.Sequence<Ride> sequence = Fold.of(workload, partition, Option.none(), rejected::add);
    Fold<Ride> earlier = sequence.from(0);
    earlier.add(records(partition, 0, ride(7.25), ride(0.25)));
    Fold<Ride> later = sequence.from(2);
    later.add(records(partition, 2, ride(0.5), "{"));
    earlier.merge(later);

    MergedRows shown = new MergedRows(Query.ALL.fit(TaxiRides.ZONES_BY_HOUR).get(), Labels.NONE);
    earlier.changedRows(
        (view, key, version, state) -> {
          if (view.equals(TaxiRides.ZONES)) {
            shown.add(key, state);
          }
        });

    assertThat(shown.rows().map(row -> row.values().toString()))
        .containsExactly("[centro, 2024-03-20T22:00:00Z, 3, 8.0, 1]");
    assertThat(rejected).extracting(RejectedEvent::offset).containsExactly(3L);
  }

  private static String ride(double fare) {
    return "{\"taxi\":\"T1\",\"zone\":\"centro\",\"fare\":"
        + fare
        + ",\"dropped_off\":\"2024-03-20T22:10:00Z\"}";
  }

  /** What a consumer polled: the values of adjacent offsets. */
  private static RecordBatch records(Partition partition, long from, String... values) {
    RecordBatch.Builder batch = RecordBatch.builder(partition, from);
    long next = from;
    for (String value : values) {
      batch.add(next++, 0, Option.none(), Option.some(value.getBytes(UTF_8)));
    }
    return batch.build(next);
  }
}
