package io.anabranch.apps.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The promise: every answer equals the fold of the log up to the V that it names, whatever runs,
 * fails or dies meanwhile. {@code -Danabranch.seed=N} runs other schedules, {@code
 * -Danabranch.schedules=N} more of them; a failure names the seed of its schedule.
 */
final class LayersAgreeTest {

  private static final long SEED = Long.getLong("anabranch.seed", 20_240_801L);
  private static final int SCHEDULES = Integer.getInteger("anabranch.schedules", 4);

  @Test
  void answersEqualTheRecountWhileLayersRunOneAfterTheOther() {
    explore(new Input.Tallies(), new World.Weather(false, false), SCHEDULES, 120);
  }

  @Test
  void answersEqualTheRecountWhileOthersRunBetweenAnyTwoCalls() {
    explore(new Input.Tallies(), new World.Weather(true, false), 2 * SCHEDULES, 100);
  }

  @Test
  void answersEqualTheRecountWhileCallsFailAndActorsDie() {
    explore(new Input.Tallies(), new World.Weather(true, true), 3 * SCHEDULES, 100);
  }

  @Test
  void purchasesEqualTheirRecountWhileCallsFailAndActorsDie() {
    explore(new Input.Vending(), new World.Weather(true, true), SCHEDULES, 80);
  }

  @Test
  void metricsEqualTheirRecountWhileCallsFailAndActorsDie() {
    explore(new Input.Metrics(), new World.Weather(true, true), SCHEDULES, 80);
  }

  private static void explore(Input input, World.Weather weather, int schedules, int acts) {
    Map<String, Integer> tally = new TreeMap<>();
    for (int i = 0; i < schedules; i++) {
      long seed = SEED + i;
      try {
        World world = new World(input, seed, weather);
        world.run(acts);
        world.tally().forEach((name, count) -> tally.merge(name, count, Integer::sum));
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("schedule " + seed + " of " + input + " in " + weather, failure);
      }
    }
    System.out.println("seed " + SEED + ", " + input + ", " + weather + ": " + tally);
    assertThat(tally)
        .containsKeys("Published", "speed done", "archive done", "read done", "audit done");
  }
}
