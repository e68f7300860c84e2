package io.anabranch.examples.ownworkload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.apps.simulation.Simulation;
import io.anabranch.apps.simulation.SimulationReport;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimulatedRidesTest {

  static byte[] someRide(String topic, Random random) {
    String ride =
        "{\"taxi\":\"T%d\",\"zone\":\"zone %d\",\"fare\":%d.1,\"dropped_off\":\"2024-03-20T2%d:10:00Z\"}";
    return ride.formatted(
            random.nextInt(3), random.nextInt(2), random.nextInt(9) - 1, random.nextInt(3))
        .getBytes(UTF_8);
  }

  @Test
  void addUpWhateverFails() {
    SimulationReport report =
        Simulation.of(new TaxiRides(), SimulatedRidesTest::someRide).schedules(100).seed(1).run();

    assertThat(report.counterexample()).isEmpty();
  }
}
