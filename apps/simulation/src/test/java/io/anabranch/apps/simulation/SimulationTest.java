package io.anabranch.apps.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.apps.workloads.WorkloadCatalog;
import io.vavr.control.Option;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The promise: every answer equals the fold of the log up to the V that it names, whatever runs,
 * fails or dies meanwhile. And the promise of the simulation: it sees when that is not so. {@code
 * -Danabranch.seed=N} runs other schedules, {@code -Danabranch.schedules=N} more of them.
 */
final class SimulationTest {

  private static final long SEED = Long.getLong("anabranch.seed", 20_240_801L);
  private static final int SCHEDULES = Integer.getInteger("anabranch.schedules", 150);

  /** So many must do to find that a mechanism is missing, whichever the seed. */
  private static final int MOST_SCHEDULES = 3_000;

  private static Simulation tally() {
    return Simulation.of(new Tally(), (topic, random) -> Tally.randomValue(random))
        .withEventId("id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vending", "metrics", "social", "weather"})
  void findsNothingInTheWorkloadsThatShip(String workload) {
    SimulationReport report = simulation(workload).schedules(SCHEDULES).seed(SEED).run();

    assertThat(report.counterexample()).isEmpty();
    assertThat(report.schedules()).isEqualTo(SCHEDULES);
    assertThat(report.answers()).isGreaterThan(20L * SCHEDULES);
    assertThat(report.publications()).isGreaterThan(SCHEDULES / 3);
    assertThat(report.crashes()).isGreaterThan(SCHEDULES / 3);
    assertThat(report.failures()).isGreaterThan(SCHEDULES / 3);
  }

  @Test
  void findsNothingInAWorkloadOfEveryKindOfAggregate() {
    SimulationReport report = tally().schedules(SCHEDULES).seed(SEED).run();

    assertThat(report.counterexample()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Mechanism.class)
  void findsThatAMechanismIsMissing(Mechanism mechanism) {
    SimulationReport report =
        simulation("vending").without(mechanism).schedules(MOST_SCHEDULES).seed(SEED).run();

    Counterexample found = report.counterexample().get();
    assertThat(found.without()).isEqualTo(Option.some(mechanism));
    assertThat(found.shortest()).isLessThanOrEqualTo(found.acts());
    assertThat(found.describe()).contains(found.problem()).contains("seed " + found.seed());
  }

  static Stream<Arguments> schedules() {
    return Stream.of(Option.<Mechanism>none(), Option.some(Mechanism.ROW_VERSIONS))
        .flatMap(without -> Stream.of(7L, 8L, 9L).map(seed -> Arguments.of(without, seed)));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aScheduleFollowsFromItsSeedAlone(Option<Mechanism> without, long seed) {
    Simulation simulation = simulation("social").seed(seed);
    for (Mechanism mechanism : without) {
      simulation = simulation.without(mechanism);
    }

    assertThat(simulation.trace()).isEqualTo(simulation.trace()).hasSizeGreaterThan(20);
    assertThat(simulation.trace()).isNotEqualTo(simulation.seed(seed + 1).trace());
  }

  @Test
  void findsTheSameWithAnyNumberOfThreads() {
    Simulation simulation =
        simulation("vending").without(Mechanism.ROW_VERSIONS).schedules(500).seed(3);

    assertThat(simulation.threads(3).run().counterexample())
        .isEqualTo(simulation.threads(1).run().counterexample());
  }

  @Test
  void saysThatAMechanismDoesNotApply() {
    Simulation metrics = simulation("metrics");

    assertThat(metrics.uses(Mechanism.DUPLICATE_LOOKBACK)).isFalse();
    assertThatThrownBy(() -> metrics.without(Mechanism.DUPLICATE_LOOKBACK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not apply");
  }

  @Test
  void stopsWhenItsListenerSaysSo() {
    SimulationReport report =
        simulation("weather").schedules(1_000_000).threads(1).run((done, of, answers) -> done < 3);

    assertThat(report.isInterrupted()).isTrue();
    assertThat(report.schedules()).isEqualTo(3);
  }

  private static Simulation simulation(String workload) {
    return WorkloadSimulation.find(WorkloadCatalog.shipped().find(workload).get()).get();
  }
}
