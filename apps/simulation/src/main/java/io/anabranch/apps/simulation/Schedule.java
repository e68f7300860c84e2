package io.anabranch.apps.simulation;

import io.anabranch.apps.simulation.Step.Actor;
import io.anabranch.apps.simulation.Step.Fault;
import io.anabranch.apps.simulation.Step.InjectedFault;
import io.anabranch.apps.simulation.Step.Pause;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * All that is decided before a schedule runs: a pure function of its seed.
 *
 * @param partitions of each topic at the start
 * @param setting what the first definition, the origin and the sizes of blocks are drawn from
 * @param acts by their start
 */
record Schedule(long seed, int partitions, long setting, Vector<Step> acts) {

  private static final List<Integer> FACTORS = List.of(0, 1, 2, 2, 4, 8);
  private static final List<Fault> FAULTS = List.of(Fault.values());

  /** What loses records for good: in a quarter of the schedules, where no copy puts them back. */
  private static final List<Step.Type> LOSING =
      List.of(Step.Type.RECREATE, Step.Type.EXPIRE, Step.Type.ACCEPT);

  private static final int FEWEST_ACTS = 16;
  private static final int MORE_ACTS = 48;
  private static final int LONGEST_GAP = 30;
  private static final int LONGEST_STALL = 400;

  static Schedule of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int partitions = 1 + random.nextInt(2);
    long setting = random.nextLong();
    Map<Step.Type, Integer> weights = weights(random);
    if (new SplittableRandom(~seed).nextInt(4) > 0
        || weights.getOrDefault(Step.Type.LOSE_FILE, 0) > 0) {
      LOSING.forEach(kind -> weights.put(kind, 0));
    }
    int faulty = random.nextInt(3) == 0 ? 0 : 10 + random.nextInt(40);
    int stalling = 20 + random.nextInt(60);
    int fine = random.nextInt(3) == 0 ? 30 : 5;
    int count = FEWEST_ACTS + random.nextInt(MORE_ACTS);
    List<Step> acts = new ArrayList<>();
    long start = 0;
    for (int i = 0; i < count; i++) {
      Step.Type kind = pick(weights, random);
      Actor actor = kind.actors().get(random.nextInt(kind.actors().size()));
      acts.add(
          new Step(
              i,
              kind,
              actor,
              start,
              random.nextLong(),
              pauses(random, stalling),
              faults(random, faulty),
              random.nextInt(100) < fine));
      start += random.nextInt(LONGEST_GAP);
    }
    return new Schedule(seed, partitions, setting, Vector.ofAll(acts));
  }

  /** Most schedules do some things often and leave others out: rare meetings need company. */
  private static Map<Step.Type, Integer> weights(SplittableRandom random) {
    Map<Step.Type, Integer> weights = new EnumMap<>(Step.Type.class);
    boolean isEven = random.nextInt(4) == 0;
    for (Step.Type kind : Step.Type.values()) {
      if (LOSING.contains(kind)) {
        weights.put(kind, kind.weight());
        continue;
      }
      int factor = isEven ? 2 : FACTORS.get(random.nextInt(FACTORS.size()));
      weights.put(kind, kind.weight() * factor);
    }
    for (Step.Type needed : List.of(Step.Type.PRODUCE, Step.Type.SPEED, Step.Type.READ)) {
      weights.merge(needed, needed.weight(), Math::max);
    }
    if (random.nextInt(4) > 0) {
      weights.put(Step.Type.LOSE_FILE, 0);
    }
    return weights;
  }

  private static Step.Type pick(Map<Step.Type, Integer> weights, SplittableRandom random) {
    int at = random.nextInt(weights.values().stream().mapToInt(Integer::intValue).sum());
    for (Map.Entry<Step.Type, Integer> kind : weights.entrySet()) {
      at -= kind.getValue();
      if (at < 0) {
        return kind.getKey();
      }
    }
    throw new IllegalStateException("weights that change");
  }

  private static Vector<Pause> pauses(SplittableRandom random, int percent) {
    List<Pause> pauses = new ArrayList<>();
    while (pauses.size() < 3 && random.nextInt(100) < percent) {
      pauses.add(new Pause(early(random), 1 + random.nextInt(1 + random.nextInt(LONGEST_STALL))));
    }
    return Vector.ofAll(pauses);
  }

  private static Vector<InjectedFault> faults(SplittableRandom random, int percent) {
    List<InjectedFault> faults = new ArrayList<>();
    while (faults.size() < 2 && random.nextInt(100) < percent) {
      Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
      int call = fault.isOfWrites() ? random.nextInt(3) : early(random);
      faults.add(new InjectedFault(fault, call, 1 + random.nextInt(LONGEST_STALL)));
    }
    return Vector.ofAll(faults);
  }

  /** The number of a call: most acts have few, some have many. */
  private static int early(SplittableRandom random) {
    return random.nextInt(1 << (1 + random.nextInt(6)));
  }

  Schedule with(Vector<Step> fewer) {
    return new Schedule(seed, partitions, setting, fewer);
  }

  Schedule withOnePartition() {
    return new Schedule(seed, 1, setting, acts);
  }
}
