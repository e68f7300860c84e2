package io.anabranch.domain.metrics;

import static io.anabranch.domain.shift.Shifts.aShift;
import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.shift.ShiftCalendar;
import io.anabranch.domain.view.FoldedWorkload;
import io.anabranch.domain.view.Presentation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsWorkloadTest {

  private static final ShiftCalendar NIGHT_FROM_HALF_PAST_TEN =
      ShiftCalendar.of(List.of(aShift("noche", "sunday 22:30", "monday 06:00")), ZoneOffset.UTC);

  private static final GroupAssignment GROUPS =
      GroupAssignment.of(Map.of("worker01", "g1", "worker02", "g1"));

  private static final FoldedWorkload<Reading> FOLDED =
      FoldedWorkload.of(
          decoders -> MetricsWorkload.create(NIGHT_FROM_HALF_PAST_TEN, decoders),
          aReading("worker01", "cpu", "2024-03-31T22:59:59Z", 1),
          aReading("worker01", "cpu", "2024-03-31T22:59:59Z", 2),
          aReading("worker02", "cpu", "2024-03-31T22:30:00Z", 6),
          aReading("worker02", "cpu", "2024-03-31T22:29:59Z", 7),
          aReading("worker03", "load", "2024-03-31T21:00:00Z", 0.5));

  private static Reading aReading(String node, String indicator, String time, double value) {
    return new Reading(
        Utf8.of(node), Utf8.of(indicator), Instant.parse(time).getEpochSecond(), value);
  }

  @Test
  void hasFourPresentations() {
    assertThat(FOLDED.workload().presentations())
        .extracting(Presentation::name)
        .containsExactly("measurements", "hourly", "hourly_by_shift", "hourly_by_group");
    assertThat(FOLDED.workload().topics()).containsExactly("collectd");
  }

  @Test
  void measurementsAreTheMeansOfASecond() {
    assertThat(FOLDED.fields("measurements"))
        .containsExactly("node", "indicator", "time", "group", "shift", "count", "value");
    assertThat(FOLDED.rows("measurements", GROUPS))
        .containsExactly(
            "worker01, cpu, 2024-03-31T22:59:59Z, g1, noche, 2, 1.5",
            "worker02, cpu, 2024-03-31T22:29:59Z, g1, Sin Asignar, 1, 7.0",
            "worker02, cpu, 2024-03-31T22:30:00Z, g1, noche, 1, 6.0",
            "worker03, load, 2024-03-31T21:00:00Z, Sin Asignar, Sin Asignar, 1, 0.5");
  }

  @Test
  void anHourIsSplitWhereAShiftBegins() {
    assertThat(FOLDED.fields("hourly"))
        .containsExactly(
            "hour",
            "shift",
            "group",
            "node",
            "indicator",
            "count",
            "sum",
            "min",
            "max",
            "mean",
            "variance");
    assertThat(FOLDED.rows("hourly", GROUPS))
        .containsExactly(
            "2024-03-31T21:00:00Z, Sin Asignar, Sin Asignar, worker03, load"
                + ", 1, 0.5, 0.5, 0.5, 0.5, –",
            "2024-03-31T22:00:00Z, Sin Asignar, g1, worker02, cpu, 1, 7.0, 7.0, 7.0, 7.0, –",
            "2024-03-31T22:00:00Z, noche, g1, worker01, cpu, 2, 3.0, 1.0, 2.0, 1.5, 0.5",
            "2024-03-31T22:00:00Z, noche, g1, worker02, cpu, 1, 6.0, 6.0, 6.0, 6.0, –");
  }

  @Test
  void shiftsAreMergedOverTheirNodes() {
    assertThat(FOLDED.fields("hourly_by_shift"))
        .containsExactly(
            "hour", "shift", "indicator", "count", "sum", "min", "max", "mean", "variance");
    assertThat(FOLDED.rows("hourly_by_shift"))
        .containsExactly(
            "2024-03-31T21:00:00Z, Sin Asignar, load, 1, 0.5, 0.5, 0.5, 0.5, –",
            "2024-03-31T22:00:00Z, Sin Asignar, cpu, 1, 7.0, 7.0, 7.0, 7.0, –",
            "2024-03-31T22:00:00Z, noche, cpu, 3, 9.0, 1.0, 6.0, 3.0, 7.0");
  }

  @Test
  void groupsAreMergedOverTheirNodesAndShifts() {
    assertThat(FOLDED.fields("hourly_by_group"))
        .containsExactly(
            "hour", "group", "indicator", "count", "sum", "min", "max", "mean", "variance");
    assertThat(FOLDED.rows("hourly_by_group", GROUPS))
        .containsExactly(
            "2024-03-31T21:00:00Z, Sin Asignar, load, 1, 0.5, 0.5, 0.5, 0.5, –",
            "2024-03-31T22:00:00Z, g1, cpu, 4, 16.0, 1.0, 7.0, 4.0, 8.666666666666666");
  }

  @Test
  void aGroupThatIsAssignedLaterRelabelsExistingRows() {
    assertThat(FOLDED.rows("hourly_by_group", GroupAssignment.NONE))
        .containsExactly(
            "2024-03-31T21:00:00Z, Sin Asignar, load, 1, 0.5, 0.5, 0.5, 0.5, –",
            "2024-03-31T22:00:00Z, Sin Asignar, cpu, 4, 16.0, 1.0, 7.0, 4.0, 8.666666666666666");
  }
}
