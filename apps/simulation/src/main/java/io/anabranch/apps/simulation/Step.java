package io.anabranch.apps.simulation;

import io.vavr.collection.Vector;
import java.util.List;

/**
 * Something that an actor does once: when, drawn from what, and what befalls it. It carries all
 * chance that there is in it, so that leaving another act out changes nothing of what befalls this
 * one.
 *
 * @param number which act of its schedule
 * @param start the earliest time
 * @param seed what its details are drawn from
 * @param pauses where it stands still while others go on
 * @param faults what goes wrong with its calls
 * @param isFine whether others may run between any two of its calls
 */
record Step(
    int number,
    Type kind,
    Actor actor,
    long start,
    long seed,
    Vector<Pause> pauses,
    Vector<InjectedFault> faults,
    boolean isFine) {

  /** Who acts: one thread and one memory each. */
  enum Actor {
    PRODUCER_1("producer 1"),
    PRODUCER_2("producer 2"),
    OWNER_1("owner 1"),
    OWNER_2("owner 2"),
    OWNER_3("owner 3"),
    ARCHIVER_1("archiver 1"),
    ARCHIVER_2("archiver 2"),
    PUBLISHER_1("publisher 1"),
    PUBLISHER_2("publisher 2"),
    PUBLISHER_3("publisher 3"),
    CLEANER_1("cleaner 1"),
    CLEANER_2("cleaner 2"),
    READER_1("reader 1"),
    READER_2("reader 2"),
    READER_3("reader 3"),
    OPERATOR("operator"),
    WORLD("world");

    private final String description;

    Actor(String description) {
      this.description = description;
    }

    @Override
    public String toString() {
      return description;
    }
  }

  /** What is done, how often compared with others, and by whom. */
  @SuppressWarnings("ImmutableEnumChecker") // List.of
  enum Type {
    PRODUCE(16, Actor.PRODUCER_1, Actor.PRODUCER_2),
    SPEED(22, Actor.OWNER_1, Actor.OWNER_2, Actor.OWNER_3),
    ARCHIVE(12, Actor.ARCHIVER_1, Actor.ARCHIVER_2),
    PUBLISH(14, Actor.PUBLISHER_1, Actor.PUBLISHER_2, Actor.PUBLISHER_3),
    REPUBLISH(1, Actor.PUBLISHER_1, Actor.PUBLISHER_2, Actor.PUBLISHER_3),
    CLEAN(6, Actor.CLEANER_1, Actor.CLEANER_2),
    SWEEP(2, Actor.CLEANER_1, Actor.CLEANER_2),
    READ(16, Actor.READER_1, Actor.READER_2, Actor.READER_3),
    ADOPT(3, Actor.OPERATOR),
    SWITCH(3, Actor.OPERATOR),
    RETIRE(2, Actor.OPERATOR),
    ADD_PARTITION(1, Actor.WORLD),
    RETAIN(4, Actor.WORLD),
    REFERENCE(2, Actor.WORLD),
    LOSE_FILE(2, Actor.WORLD),
    RECREATE(2, Actor.WORLD),
    EXPIRE(2, Actor.WORLD),
    ACCEPT(6, Actor.OPERATOR);

    private final int weight;
    private final List<Actor> actors;

    Type(int weight, Actor... actors) {
      this.weight = weight;
      this.actors = List.of(actors);
    }

    int weight() {
      return weight;
    }

    List<Actor> actors() {
      return actors;
    }
  }

  /**
   * The actor stands still before one of its calls.
   *
   * @param call which, from 0
   */
  record Pause(int call, long ticks) {}

  /**
   * Something goes wrong with a call.
   *
   * @param call which of its calls, from 0; where writes are meant, which of its writes
   * @param ticks until what is told as late happens
   */
  record InjectedFault(Fault fault, int call, long ticks) {}

  /** What goes wrong. */
  enum Fault {
    CRASH_BEFORE,
    CRASH_AFTER,
    UNAVAILABLE,
    /** It did not happen, and nobody says so. */
    REQUEST_LOST,
    /** It happened, and nobody says so. */
    REPLY_LOST,
    /** A write that happens long after its writer was told that nobody knows. */
    DELAYED,
    /** A write that happens a second time, later. */
    DUPLICATED;

    boolean isOfWrites() {
      return this == DELAYED || this == DUPLICATED;
    }
  }

  Step withoutFaults() {
    return new Step(number, kind, actor, start, seed, pauses, Vector.empty(), isFine);
  }

  Step withoutPauses() {
    return new Step(number, kind, actor, start, seed, Vector.empty(), faults, false);
  }

  Step with(Vector<Pause> fewer, Vector<InjectedFault> less) {
    return new Step(number, kind, actor, start, seed, fewer, less, isFine);
  }
}
