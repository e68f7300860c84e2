package io.anabranch.domain.aggregate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Checks the laws of a monoid of states, to the last bit of what it writes, over generated events:
 *
 * <ul>
 *   <li>zero is the identity on either side, and no state shares data with a zero;
 *   <li>merging is associative and commutative and does not change its source;
 *   <li>a state that was written and read writes the same, also after further events;
 *   <li>any split of the events, folded in any order, merged in any tree with zeros inserted,
 *       written and read in between, writes the same as one fold of all events;
 *   <li>if requested, merging is idempotent: overlapping ranges count once.
 * </ul>
 *
 * <p>A failure names the seed; {@code -Danabranch.laws.seed=…} repeats the run.
 *
 * @param <E> the event
 * @param <A> the state
 */
public final class MonoidLaws<E, A> {

  private static final String SEED = "anabranch.laws.seed";

  private final Monoid<A> monoid;
  private final Measure.Step<E, A> step;
  private final Function<RandomGenerator, E> events;
  private final int rounds;
  private final int largestFold;
  private final boolean idempotent;

  private MonoidLaws(
      Monoid<A> monoid,
      Measure.Step<E, A> step,
      Function<RandomGenerator, E> events,
      int rounds,
      int largestFold,
      boolean idempotent) {
    this.monoid = monoid;
    this.step = step;
    this.events = events;
    this.rounds = rounds;
    this.largestFold = largestFold;
    this.idempotent = idempotent;
  }

  /** The laws of a monoid, over events from a generator. */
  public static <E, A> MonoidLaws<E, A> of(
      Monoid<A> monoid, Measure.Step<E, A> step, Function<RandomGenerator, E> events) {
    return new MonoidLaws<>(monoid, step, events, 300, 40, false);
  }

  /** The laws of the monoid of a measure. */
  public static <E, A> MonoidLaws<E, A> of(
      Measure<E, A> measure, Function<RandomGenerator, E> events) {
    return of(measure.monoid(), measure.step(), events);
  }

  /** Sets the number of generated cases. */
  public MonoidLaws<E, A> rounds(int count) {
    return new MonoidLaws<>(monoid, step, events, count, largestFold, idempotent);
  }

  /** Sets the maximum number of events of a case. */
  public MonoidLaws<E, A> upToEvents(int count) {
    return new MonoidLaws<>(monoid, step, events, rounds, count, idempotent);
  }

  /** Also checks that merging a state twice changes nothing. */
  public MonoidLaws<E, A> idempotent() {
    return new MonoidLaws<>(monoid, step, events, rounds, largestFold, true);
  }

  /**
   * Checks all laws.
   *
   * @throws AssertionError with the law, the seed and the written content
   */
  public void check() {
    check(Long.getLong(SEED, System.nanoTime()));
  }

  /** Checks all laws with a seed. */
  public void check(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    for (int round = 0; round < rounds; round++) {
      long roundSeed = random.nextLong();
      try {
        checkRound(new Random(roundSeed));
      } catch (AssertionError | RuntimeException broken) {
        throw new AssertionError(
            "round %d of -D%s=%d: %s".formatted(round, SEED, seed, broken.getMessage()), broken);
      }
    }
  }

  private void checkRound(Random random) {
    List<E> as = draw(random);
    List<E> bs = draw(random);
    List<E> cs = draw(random);
    RecordedState a = written(fold(as));
    RecordedState b = written(fold(bs));
    RecordedState ab = written(merged(fold(as), fold(bs)));

    same("zero is written alike each time", written(monoid.zero()), written(monoid.zero()));
    same("zero + a = a", a, written(merged(monoid.zero(), fold(as))));
    same("a + zero = a", a, written(merged(fold(as), monoid.zero())));
    same("a + b = b + a", ab, written(merged(fold(bs), fold(as))));
    same(
        "(a + b) + c = a + (b + c)",
        written(merged(merged(fold(as), fold(bs)), fold(cs))),
        written(merged(fold(as), merged(fold(bs), fold(cs)))));

    A source = fold(bs);
    A target = merged(fold(as), source);
    same("merging leaves its source", b, written(source));
    same("writing changes nothing", written(target), written(target));
    addAll(target, cs);
    same("the target shares nothing with the source", b, written(source));
    A onwards = merged(fold(as), source);
    addAll(source, cs);
    same("the source shares nothing with the target", ab, written(onwards));

    A read = a.readBy(monoid);
    same("read (write a) = a", a, written(read));
    addAll(read, bs);
    List<E> both = concat(as, bs);
    same("a state that was read continues as the written one", written(fold(both)), written(read));

    List<E> all = concat(both, cs);
    same("any split, in any order, zeros put in", written(fold(all)), written(split(all, random)));

    if (idempotent) {
      same("a + a = a", a, written(merged(fold(as), fold(as))));
      same("(a + b) + b = a + b", ab, written(merged(merged(fold(as), fold(bs)), fold(bs))));
      same(
          "ranges that overlap count once",
          written(fold(all)),
          written(merged(fold(both), fold(concat(bs, cs)))));
    }
  }

  /** Folds events in random order and pieces, and merges the pieces in a random tree. */
  private A split(List<E> all, Random random) {
    List<E> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, random);
    List<A> pieces = new ArrayList<>();
    pieces.add(monoid.zero());
    for (int from = 0; from < shuffled.size(); ) {
      int to = from + 1 + random.nextInt(1 + random.nextInt(shuffled.size() - from));
      A piece = fold(shuffled.subList(from, to));
      pieces.add(random.nextInt(3) == 0 ? written(piece).readBy(monoid) : piece);
      if (random.nextInt(3) == 0) {
        pieces.add(monoid.zero());
      }
      from = to;
    }
    while (pieces.size() > 1) {
      A into = pieces.remove(random.nextInt(pieces.size()));
      A from = pieces.remove(random.nextInt(pieces.size()));
      pieces.add(merged(into, from));
    }
    return pieces.get(0);
  }

  private List<E> draw(Random random) {
    int count = random.nextInt(1 + random.nextInt(largestFold + 1));
    List<E> drawn = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      drawn.add(events.apply(random));
    }
    return drawn;
  }

  private A fold(List<E> of) {
    A state = monoid.zero();
    addAll(state, of);
    return state;
  }

  private void addAll(A state, List<E> of) {
    for (E event : of) {
      step.add(state, event);
    }
  }

  private A merged(A into, A from) {
    monoid.merge(into, from);
    return into;
  }

  private RecordedState written(A state) {
    return RecordedState.of(monoid, state);
  }

  private static <E> List<E> concat(List<E> first, List<E> second) {
    List<E> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  private static void same(String law, RecordedState expected, RecordedState actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError(law + ": expected " + expected + " but was " + actual);
    }
  }
}
