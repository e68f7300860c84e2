package io.anabranch.apps.simulation;

import io.vavr.collection.Vector;
import java.util.List;

/**
 * One operation of an actor: when it starts, the seed of its details, and the pauses and faults
 * injected into it. A step carries all of its own randomness, so that removing one step from a
 * schedule does not change what is injected into the others.
 *
 * @param number the position of the step in its schedule
 * @param start the earliest virtual time
 * @param seed of the random numbers from which the details are drawn
 * @param pauses during which other actors run
 * @param faults injected into the calls of this step
 * @param isFineGrained whether other actors may run between any two calls of this step
 */
record Step(
    int number,
    Type type,
    Actor actor,
    long start,
    long seed,
    Vector<Pause> pauses,
    Vector<InjectedFault> faults,
    boolean isFineGrained) {

  /** An actor: one thread and one memory each. */
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
    ENVIRONMENT("environment");

    private final String description;

    Actor(String description) {
      this.description = description;
    }

    @Override
    public String toString() {
      return description;
    }
  }

  /** The operation, its weight relative to the other operations, and the actors that run it. */
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
    ADD_PARTITION(1, Actor.ENVIRONMENT),
    RETAIN(4, Actor.ENVIRONMENT),
    REFERENCE(2, Actor.ENVIRONMENT),
    LOSE_FILE(2, Actor.ENVIRONMENT),
    RECREATE(2, Actor.ENVIRONMENT),
    EXPIRE(2, Actor.ENVIRONMENT),
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
   * The actor pauses before one of its calls.
   *
   * @param call the index of the call, from 0
   */
  record Pause(int call, long ticks) {}

  /**
   * A fault injected into one call.
   *
   * @param call the index of the call, from 0; for faults of writes, the index among the writes
   * @param ticks the delay of a delayed or duplicated write
   */
  record InjectedFault(Fault fault, int call, long ticks) {}

  /** The kind of a fault. */
  enum Fault {
    CRASH_BEFORE,
    CRASH_AFTER,
    UNAVAILABLE,
    /** The request has no effect; the caller sees an unknown outcome. */
    REQUEST_LOST,
    /** The request takes effect; the caller sees an unknown outcome. */
    REPLY_LOST,
    /** A write that takes effect long after its writer saw an unknown outcome. */
    DELAYED,
    /** A write that takes effect twice, the second time later. */
    DUPLICATED;

    boolean appliesToWrites() {
      return this == DELAYED || this == DUPLICATED;
    }
  }

  Step withoutFaults() {
    return new Step(number, type, actor, start, seed, pauses, Vector.empty(), isFineGrained);
  }

  Step withoutPauses() {
    return new Step(number, type, actor, start, seed, Vector.empty(), faults, false);
  }

  Step with(Vector<Pause> otherPauses, Vector<InjectedFault> otherFaults) {
    return new Step(number, type, actor, start, seed, otherPauses, otherFaults, isFineGrained);
  }
}
