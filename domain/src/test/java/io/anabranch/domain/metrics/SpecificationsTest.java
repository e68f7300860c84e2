package io.anabranch.domain.metrics;

import static io.anabranch.domain.shift.Shifts.aShift;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.shift.Shift;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecificationsTest {

  private static Specification node(String node, String group) {
    return new Specification.NodeGroup(node, group);
  }

  private static Specification hours(Shift shift) {
    return new Specification.ShiftHours(shift);
  }

  @Test
  void theLatestEntryOfANameWins() {
    Shift early = aShift("noche", "sunday 21:00", "monday 05:00");
    Shift late = aShift("noche", "sunday 22:00", "monday 06:00");

    Specifications all =
        Specifications.of(
            List.of(
                node("worker01", "g1"),
                hours(early),
                node("worker02", "g1"),
                node("worker01", "g2"),
                hours(late)));

    assertThat(all.groups().assign(Utf8.of("worker01"))).hasToString("g2");
    assertThat(all.groups().assign(Utf8.of("worker02"))).hasToString("g1");
    assertThat(all.shifts()).containsExactly(late);
  }

  @Test
  void anEntryMoreLeavesThoseBeforeAsTheyWere() {
    Specifications before = Specifications.of(List.of(node("worker01", "g1")));

    Specifications after = before.with(node("worker01", "g2"));

    assertThat(before.groups().assign(Utf8.of("worker01"))).hasToString("g1");
    assertThat(after.groups().assign(Utf8.of("worker01"))).hasToString("g2");
    assertThat(after).isEqualTo(Specifications.of(List.of(node("worker01", "g2"))));
  }

  @Test
  void aNodeAndAShiftOfOneNameAreTwoThings() {
    Specifications all =
        Specifications.of(
            List.of(node("a", "g"), hours(aShift("a", "monday 06:00", "monday 14:00"))));

    assertThat(all.groups().assign(Utf8.of("a"))).hasToString("g");
    assertThat(all.shifts()).hasSize(1);
  }

  @Test
  void anUnknownNodeIsUnassigned() {
    assertThat(Specifications.NONE.groups().of("group", Utf8.of("worker01")))
        .hasToString("Sin Asignar");
    assertThat(Specifications.NONE.shifts()).isEmpty();
  }

  @Test
  void thereIsNoOtherLabelThanTheGroup() {
    assertThatThrownBy(() -> GroupAssignment.NONE.of("rack", Utf8.of("worker01")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rack");
  }
}
