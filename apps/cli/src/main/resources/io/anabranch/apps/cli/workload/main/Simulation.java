package @PACKAGE@;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anabranch.apps.simulation.Simulation;
import io.anabranch.apps.simulation.WorkloadSimulation;
import io.anabranch.domain.definition.ReferenceData;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.view.Labels;
import java.util.Map;
import java.util.Random;

/**
 * Makes records for {@code simulate}. Few places and few times find more than many: a wrong answer
 * shows where rows meet.
 */
public final class @CLASS@Simulation implements WorkloadSimulation {

  @Override
  public String workload() {
    return @CLASS@Workload.NAME;
  }

  @Override
  public Simulation of(WorkloadFactory factory) {
    return Simulation.of(factory, @CLASS@Simulation::someEvent)
        .withEventId("id")
        .withParameters(Map.of("least-amount", "2"))
        .withLabels(@CLASS@Simulation::labelsAfter);
  }

  /** A record; now and then one that is rejected, or one that was sent before. */
  private static byte[] someEvent(String topic, Random random) {
    return "{\"id\":%d,\"place\":\"place%d\",\"visitor\":\"v%d\",\"amount\":%d.1,\"at\":\"2024-03-20T2%d:10:00Z\"}"
        .formatted(
            random.nextInt(40),
            random.nextInt(3),
            random.nextInt(5),
            random.nextInt(9) - 1,
            random.nextInt(3))
        .getBytes(UTF_8);
  }

  /** The labels after some entries of the reference log, always the same for the same number. */
  private static Labels labelsAfter(long entries) {
    ReferenceData data = Regions.NONE;
    for (long entry = 0; entry < entries; entry++) {
      String message =
          "{\"place\":\"place%d\",\"region\":\"region%d\"}".formatted(entry * 7 % 3, entry % 2);
      data = data.read(Regions.TOPIC, message.getBytes(UTF_8)).data();
    }
    return data.labels();
  }
}
