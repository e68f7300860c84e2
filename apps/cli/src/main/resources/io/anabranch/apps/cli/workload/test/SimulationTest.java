package @PACKAGE@;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.apps.simulation.SimulationReport;
import io.anabranch.apps.simulation.WorkloadSimulation;
import org.junit.jupiter.api.Test;

/** All layers under schedules of crashes, lost replies, delays and duplicates. */
class @CLASS@SimulationTest {

  @Test
  void everyAnswerEqualsARecount() {
    SimulationReport report =
        WorkloadSimulation.find(new @CLASS@Workload()).get().schedules(50).seed(1).run();

    assertThat(report.counterexample()).isEmpty();
  }
}
