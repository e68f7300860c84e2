package io.anabranch.apps.simulate;

import io.anabranch.apps.simulate.Act.Actor;
import io.anabranch.apps.simulate.Act.Fault;
import io.anabranch.apps.simulate.Act.Kind;
import io.anabranch.apps.simulate.Act.Mishap;
import io.anabranch.apps.simulate.Act.Stall;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * All that is decided before a schedule runs: a pure function of its seed.
 *
 * @param partitions of each topic at the start
 * @param setting what the first definition, the origin and the sizes of blocks are drawn from
 * @param acts by their start
 */
record Schedule(long seed, int partitions, long setting, Vector<Act> acts) {

  private static final int FEWEST_ACTS = 16;
  private static final int MORE_ACTS = 48;
  private static final int LONGEST_GAP = 12;
  private static final int LONGEST_STALL = 400;

  static Schedule of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int partitions = 1 + random.nextInt(2);
    long setting = random.nextLong();
    int[] weights = weights(random);
    int faulty = random.nextInt(3) == 0 ? 0 : 10 + random.nextInt(40);
    int stalling = 20 + random.nextInt(60);
    int fine = random.nextInt(3) == 0 ? 30 : 5;
    int count = FEWEST_ACTS + random.nextInt(MORE_ACTS);
    List<Act> acts = new ArrayList<>();
    long start = 0;
    for (int i = 0; i < count; i++) {
      Kind kind = pick(weights, random);
      Actor actor = kind.actors().get(random.nextInt(kind.actors().size()));
      acts.add(
          new Act(
              i,
              kind,
              actor,
              start,
              random.nextLong(),
              stalls(random, stalling),
              mishaps(random, faulty),
              random.nextInt(100) < fine));
      start += random.nextInt(LONGEST_GAP);
    }
    return new Schedule(seed, partitions, setting, Vector.ofAll(acts));
  }

  /** Most schedules do some things often and leave others out: rare meetings need company. */
  private static int[] weights(SplittableRandom random) {
    int[] weights = new int[Kind.values().length];
    boolean isEven = random.nextInt(4) == 0;
    for (Kind kind : Kind.values()) {
      int factor = isEven ? 2 : new int[] {0, 1, 2, 2, 4, 8}[random.nextInt(6)];
      weights[kind.ordinal()] = kind.weight() * factor;
    }
    for (Kind needed : List.of(Kind.PRODUCE, Kind.SPEED, Kind.READ)) {
      weights[needed.ordinal()] = Math.max(needed.weight(), weights[needed.ordinal()]);
    }
    if (random.nextInt(4) > 0) {
      weights[Kind.LOSE_FILE.ordinal()] = 0;
    }
    return weights;
  }

  private static Kind pick(int[] weights, SplittableRandom random) {
    int all = 0;
    for (int weight : weights) {
      all += weight;
    }
    int at = random.nextInt(all);
    int kind = 0;
    while (at >= weights[kind]) {
      at -= weights[kind++];
    }
    return Kind.values()[kind];
  }

  private static Vector<Stall> stalls(SplittableRandom random, int percent) {
    List<Stall> stalls = new ArrayList<>();
    while (stalls.size() < 3 && random.nextInt(100) < percent) {
      stalls.add(new Stall(early(random), 1 + random.nextInt(1 + random.nextInt(LONGEST_STALL))));
    }
    return Vector.ofAll(stalls);
  }

  private static Vector<Mishap> mishaps(SplittableRandom random, int percent) {
    List<Mishap> mishaps = new ArrayList<>();
    while (mishaps.size() < 2 && random.nextInt(100) < percent) {
      Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
      int call = fault.isOfWrites() ? random.nextInt(3) : early(random);
      mishaps.add(new Mishap(fault, call, 1 + random.nextInt(LONGEST_STALL)));
    }
    return Vector.ofAll(mishaps);
  }

  /** The number of a call: most acts have few, some have many. */
  private static int early(SplittableRandom random) {
    return random.nextInt(1 << (1 + random.nextInt(6)));
  }

  Schedule with(Vector<Act> fewer) {
    return new Schedule(seed, partitions, setting, fewer);
  }

  Schedule withOnePartition() {
    return new Schedule(seed, 1, setting, acts);
  }
}
