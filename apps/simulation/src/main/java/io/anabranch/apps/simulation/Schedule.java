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
 * Everything that is decided before a schedule runs: a pure function of its seed.
 *
 * @param partitions of each topic at the start
 * @param setupSeed of the random numbers from which the first definition, the origin and the
 *     initial records are drawn
 * @param steps in the order of their start
 */
record Schedule(long seed, int partitions, long setupSeed, Vector<Step> steps) {

  private static final List<Integer> FACTORS = List.of(0, 1, 2, 2, 4, 8);
  private static final List<Fault> FAULTS = List.of(Fault.values());

  /**
   * The types that lose records permanently. They occur in a quarter of the schedules, and never
   * together with lost archive files, which are restored from a copy.
   */
  private static final List<Step.Type> LOSS_TYPES =
      List.of(Step.Type.RECREATE, Step.Type.EXPIRE, Step.Type.ACCEPT);

  private static final int MIN_STEPS = 16;
  private static final int EXTRA_STEPS = 48;
  private static final int MAX_GAP = 30;
  private static final int MAX_PAUSE = 400;

  static Schedule of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int partitions = 1 + random.nextInt(2);
    long setupSeed = random.nextLong();
    Map<Step.Type, Integer> weights = weights(random);
    if (new SplittableRandom(~seed).nextInt(4) > 0
        || weights.getOrDefault(Step.Type.LOSE_FILE, 0) > 0) {
      LOSS_TYPES.forEach(type -> weights.put(type, 0));
    }
    int faultPercent = random.nextInt(3) == 0 ? 0 : 10 + random.nextInt(40);
    int pausePercent = 20 + random.nextInt(60);
    int fineGrainedPercent = random.nextInt(3) == 0 ? 30 : 5;
    int count = MIN_STEPS + random.nextInt(EXTRA_STEPS);
    List<Step> steps = new ArrayList<>();
    long start = 0;
    for (int i = 0; i < count; i++) {
      Step.Type type = pick(weights, random);
      Actor actor = type.actors().get(random.nextInt(type.actors().size()));
      steps.add(
          new Step(
              i,
              type,
              actor,
              start,
              random.nextLong(),
              pauses(random, pausePercent),
              faults(random, faultPercent),
              random.nextInt(100) < fineGrainedPercent));
      start += random.nextInt(MAX_GAP);
    }
    return new Schedule(seed, partitions, setupSeed, Vector.ofAll(steps));
  }

  /** Most schedules favour some types and omit others, so that rare combinations occur. */
  private static Map<Step.Type, Integer> weights(SplittableRandom random) {
    Map<Step.Type, Integer> weights = new EnumMap<>(Step.Type.class);
    boolean isUniform = random.nextInt(4) == 0;
    for (Step.Type type : Step.Type.values()) {
      if (LOSS_TYPES.contains(type)) {
        weights.put(type, type.weight());
        continue;
      }
      int factor = isUniform ? 2 : FACTORS.get(random.nextInt(FACTORS.size()));
      weights.put(type, type.weight() * factor);
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
    for (Map.Entry<Step.Type, Integer> entry : weights.entrySet()) {
      at -= entry.getValue();
      if (at < 0) {
        return entry.getKey();
      }
    }
    throw new IllegalStateException("the weights do not add up");
  }

  private static Vector<Pause> pauses(SplittableRandom random, int percent) {
    List<Pause> pauses = new ArrayList<>();
    while (pauses.size() < 3 && random.nextInt(100) < percent) {
      pauses.add(new Pause(randomCall(random), 1 + random.nextInt(1 + random.nextInt(MAX_PAUSE))));
    }
    return Vector.ofAll(pauses);
  }

  private static Vector<InjectedFault> faults(SplittableRandom random, int percent) {
    List<InjectedFault> faults = new ArrayList<>();
    while (faults.size() < 2 && random.nextInt(100) < percent) {
      Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
      int call = fault.appliesToWrites() ? random.nextInt(3) : randomCall(random);
      faults.add(new InjectedFault(fault, call, 1 + random.nextInt(MAX_PAUSE)));
    }
    return Vector.ofAll(faults);
  }

  /** The index of a call: most steps have few calls, some have many. */
  private static int randomCall(SplittableRandom random) {
    return random.nextInt(1 << (1 + random.nextInt(6)));
  }

  Schedule with(Vector<Step> other) {
    return new Schedule(seed, partitions, setupSeed, other);
  }

  Schedule withOnePartition() {
    return new Schedule(seed, 1, setupSeed, steps);
  }
}
