package io.anabranch.apps.simulation;

import io.anabranch.apps.layers.archive.Archiver;
import io.anabranch.apps.layers.batch.Publication;
import io.anabranch.apps.layers.batch.Publisher;
import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.apps.simulation.Step.Actor;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** One schedule, performed: its actors one after the other on a stage, then its ending. */
final class ScheduleRun {

  /** What came of it. */
  record Outcome(Statistics statistics, Option<Violation> problem, Vector<String> trace) {}

  /** An owner of partitions and what it has in memory. */
  private record Owner(Definition definition, SpeedLayer layer) {}

  private final VirtualTimeScheduler scheduler;
  private final Schedule schedule;
  private final Trace trace;
  private final FaultInjector fate;
  private final SimulatedCluster world;
  private final CheckedReads answers;
  private final Map<Actor, Owner> owners = new EnumMap<>(Actor.class);
  private final Map<Actor, Archiver> archivers = new EnumMap<>(Actor.class);
  private long publications;
  private Option<Violation> problem = Option.none();

  private ScheduleRun(
      VirtualTimeScheduler scheduler,
      WorkloadUnderTest subject,
      Schedule schedule,
      Option<Mechanism> without,
      Trace trace) {
    this.scheduler = scheduler;
    this.schedule = schedule;
    this.trace = trace;
    this.fate = new FaultInjector(scheduler, trace);
    this.world = new SimulatedCluster(subject, schedule, without, fate);
    this.answers = new CheckedReads(world, fate);
  }

  static Outcome run(
      VirtualTimeScheduler scheduler,
      WorkloadUnderTest subject,
      Schedule schedule,
      Option<Mechanism> without,
      Trace trace) {
    return new ScheduleRun(scheduler, subject, schedule, without, trace).run();
  }

  private Outcome run() {
    Map<Actor, List<Step>> parts = new EnumMap<>(Actor.class);
    for (Step act : schedule.acts()) {
      parts.computeIfAbsent(act.actor(), actor -> new ArrayList<>()).add(act);
    }
    scheduler.play(parts.values().stream().map(ActsOfOne::new).toList());
    if (problem.isEmpty()) {
      try {
        new QuiescenceChecks(world, answers).settle();
      } catch (Violation.Found found) {
        problem = Option.some(found.problem());
      } catch (StoreFailure | RuntimeException broken) {
        problem = Option.some(brokenBy("after all acts", broken));
      }
    }
    return new Outcome(
        new Statistics(answers.count(), publications, fate.crashes(), fate.failures()),
        problem,
        trace.lines());
  }

  /** The acts of one actor, one after the other. */
  private final class ActsOfOne implements VirtualTimeScheduler.Task {
    private final List<Step> acts;

    ActsOfOne(List<Step> acts) {
      this.acts = acts;
    }

    @Override
    public long startTime() {
      return acts.get(0).start();
    }

    @Override
    public void run() {
      for (Step act : acts) {
        if (!fate.isOver() && act.start() > scheduler.now()) {
          scheduler.pause(act.start() - scheduler.now());
        }
        if (!fate.isOver()) {
          ScheduleRun.this.run(act);
        }
      }
    }
  }

  private void run(Step act) {
    FaultInjector.Run run = fate.begin(act);
    try {
      act(act, run);
    } catch (Violation.Found found) {
      found(found.problem());
    } catch (Throwable thrown) {
      if (run.isDead()) {
        owners.remove(act.actor());
        archivers.remove(act.actor());
      } else if (thrown instanceof StoreFailure.Corrupt && isLossMet(act)) {
        trace.tells(act, "ends, as it should: " + thrown.getMessage());
        owners.remove(act.actor());
        archivers.remove(act.actor());
      } else if (thrown instanceof StoreFailure.Unavailable && isFrozen(act)) {
        trace.tells(act, "stands still, as it should: " + thrown.getMessage());
        owners.remove(act.actor());
      } else if (thrown instanceof StoreFailure.Corrupt && world.isTorn()) {
        trace.tells(act, "stops, as it should: " + thrown.getMessage());
      } else if (thrown instanceof StoreFailure
          && !(thrown instanceof StoreFailure.Corrupt)
          && run.hasFailed()) {
        trace.tells(act, "fails");
      } else {
        found(brokenBy(act.actor() + ", " + act.kind(), thrown));
      }
    } finally {
      fate.finish();
    }
  }

  /** Readers go on: what they read is not lost. */
  private boolean isLossMet(Step act) {
    return world.hasLost() && act.kind() != Step.Type.READ;
  }

  private boolean isFrozen(Step act) {
    Owner owner = owners.get(act.actor());
    return owner != null && world.coverage().isFrozen(owner.definition().number());
  }

  private void found(Violation what) {
    if (problem.isEmpty()) {
      problem = Option.some(what);
      fate.end();
    }
  }

  private static Violation brokenBy(String who, Throwable thrown) {
    List<String> details = new ArrayList<>();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      details.add(cause.toString());
      for (StackTraceElement element : cause.getStackTrace()) {
        if (details.size() < 8 && element.getClassName().startsWith("io.anabranch")) {
          details.add("  at " + element);
        }
      }
    }
    return new Violation(
        Violation.Kind.BROKEN, who + ": " + thrown.getMessage(), Vector.ofAll(details));
  }

  private void act(Step act, FaultInjector.Run run) throws StoreFailure {
    SplittableRandom random = run.random();
    switch (act.kind()) {
      case PRODUCE -> produce(act, random);
      case SPEED -> speed(act, random);
      case ARCHIVE -> archive(act, random);
      case PUBLISH -> publish(act, random, false);
      case REPUBLISH -> publish(act, random, true);
      case CLEAN -> {
        DefinitionNumber number = someDefinition(random);
        trace.begins(act, "cleans " + number);
        world.clean(number);
      }
      case SWEEP -> {
        trace.begins(act, "sweeps what cleaning did not meet");
        world.newCleaner().sweep();
      }
      case READ -> read(act, run);
      case ADOPT -> {
        DefinitionSpec spec = world.randomSpec(random);
        if (world.coverage().lanes().size() < 3) {
          trace.begins(act, "adopts " + describe(spec));
          world.adoption().adopt(spec);
        }
      }
      case SWITCH -> {
        DefinitionNumber number = someDefinition(random);
        trace.begins(act, "switches to " + number);
        world.adoption().switchTo(number);
      }
      case RETIRE -> {
        DefinitionNumber number = someDefinition(random);
        trace.begins(act, "retires " + number);
        world.adoption().retire(number);
      }
      case ADD_PARTITION -> addPartition(act, random);
      case RETAIN -> retain(act, random);
      case REFERENCE -> {
        world.addReferenceEntry();
        trace.begins(act, "reference data: entry " + world.referenceEntries());
      }
      case LOSE_FILE -> {
        for (ManifestEntry lost : world.loseFile(random)) {
          trace.begins(act, "the archive loses " + lost.partition() + " " + lost.range());
        }
      }
      case RECREATE -> {
        String topic = world.topics().get(random.nextInt(world.topics().size()));
        if (world.recreate(topic)) {
          trace.begins(act, topic + " is deleted and made anew");
        }
      }
      case EXPIRE -> {
        Vector<Partition> partitions = world.partitions();
        Partition partition = partitions.get(random.nextInt(partitions.size()));
        for (long start : world.expire(partition, random)) {
          trace.begins(act, "retention takes all before " + start + " of " + partition);
        }
      }
      case ACCEPT -> {
        trace.begins(act, "accepts what is lost");
        trace.begins(act, "  which is " + world.losses().accept(Instant.EPOCH, "operator"));
        if (world.coverage().isFrozen(world.coverage().lanes().last()._1())) {
          world.adoption().adopt(world.randomSpec(random));
        }
      }
    }
  }

  private void produce(Step act, SplittableRandom random) throws StoreFailure {
    for (int i = random.nextInt(8); i >= 0; i--) {
      Vector<Partition> partitions = world.partitions();
      Partition partition = partitions.get(random.nextInt(partitions.size()));
      Option<byte[]> value = world.randomValue(partition, random);
      long end = world.boundsOf(partition).to();
      long timestamp = SimulatedCluster.timestampOf(end);
      int dice = random.nextInt(20);
      if (dice == 0) {
        world.log().advanceEnd(partition, end + 1 + random.nextInt(10));
        trace.begins(act, "leaves a hole at " + partition + " " + end);
        continue;
      }
      if (dice < 3) {
        long offset = end + 1 + random.nextInt(10);
        world.log().appendAt(partition, offset, timestamp, Option.none(), value);
        trace.begins(act, "produces to " + partition + " at " + offset + ", behind a hole");
        continue;
      }
      trace.begins(act, "produces to " + partition);
      try {
        world.log().append(partition, timestamp, Option.none(), value);
      } catch (StoreFailure.Unavailable | StoreFailure.OutcomeUnknown unheard) {
        // As producers do; where it had happened, the event stands there twice.
        world.log().append(partition, timestamp, Option.none(), value);
      }
    }
    world.noteRecords();
  }

  private void speed(Step act, SplittableRandom random) throws StoreFailure {
    Owner owner = owners.get(act.actor());
    if (owner == null || random.nextInt(6) == 0) {
      Coverage coverage = world.coverage();
      Vector<Lane> lanes = coverage.lanes().values().toVector();
      Lane lane =
          random.nextInt(3) == 0
              ? lanes.get(random.nextInt(lanes.size()))
              : random.nextBoolean() ? coverage.servingLane() : lanes.last();
      int maxRecords = 1 + random.nextInt(12);
      owner = new Owner(lane.definition(), world.newOwner(lane.definition(), maxRecords));
      owners.put(act.actor(), owner);
      trace.begins(act, "starts anew, for " + describe(lane.definition()));
    }
    int all = random.nextInt(4);
    for (Partition partition : world.partitions()) {
      if (all > 0 || random.nextBoolean()) {
        own(act, owner, partition);
      }
    }
    int steps = 1 + random.nextInt(3);
    for (int i = 0; i < steps; i++) {
      trace.begins(act, "folds for " + owner.definition().number());
      owner.layer().step();
    }
  }

  private void own(Step act, Owner owner, Partition partition) throws StoreFailure {
    if (owner.layer().owned().contains(partition)) {
      return;
    }
    trace.begins(act, "takes over " + partition + " for " + owner.definition().number());
    try {
      owner.layer().own(partition);
    } catch (StoreFailure.Unavailable retired) {
      if (world.coverage().lane(owner.definition().number()).isDefined()) {
        throw retired;
      }
    }
  }

  private void archive(Step act, SplittableRandom random) throws StoreFailure {
    Archiver archiver = archivers.get(act.actor());
    if (archiver == null || random.nextInt(8) == 0) {
      archiver = world.newArchiver(1 + random.nextInt(12));
      archivers.put(act.actor(), archiver);
    }
    for (Partition partition : world.partitions()) {
      for (int i = random.nextInt(3); i > 0; i--) {
        trace.begins(act, "archives " + partition);
        archiver.step(partition);
      }
    }
  }

  private void publish(Step act, SplittableRandom random, boolean isFromOrigin)
      throws StoreFailure {
    DefinitionNumber number = someDefinition(random);
    long maxRows = random.nextInt(3) == 0 ? 1 + random.nextInt(8) : 1_000_000;
    Publisher publisher = world.newPublisher(number, 1 + random.nextInt(3), maxRows);
    boolean isKappa = world.isKappa(number);
    Publication done;
    if (isFromOrigin && !isKappa) {
      trace.begins(act, "publishes " + number + " anew from the origin");
      done = publisher.republish(number);
    } else {
      trace.begins(act, "publishes " + number + (isKappa ? " from closed slices" : ""));
      done = publisher.publish(number);
    }
    if (done instanceof Publication.Published) {
      publications++;
    }
    trace.begins(act, "  " + describe(done));
  }

  private void read(Step act, FaultInjector.Run run) throws StoreFailure {
    SplittableRandom random = run.random();
    for (int i = random.nextInt(3); i >= 0; i--) {
      CheckedReads.Question question = answers.random(random);
      OffsetVector atLeast = random.nextInt(6) == 0 ? world.end() : OffsetVector.ZERO;
      trace.begins(act, "asks " + question);
      OffsetVector reach = answers.ask(Option.some(run), world.newReader(), question, atLeast);
      trace.begins(act, "  is answered at V " + reach);
    }
  }

  private void addPartition(Step act, SplittableRandom random) {
    List<String> topics = world.topics();
    String topic = topics.get(random.nextInt(topics.size()));
    if (fate.withoutFaults(() -> world.log().partitions(topic)).size() < 4) {
      world.log().addPartitions(topic, 1);
      trace.begins(act, topic + " gets another partition");
    }
  }

  private void retain(Step act, SplittableRandom random) {
    Vector<Partition> partitions = world.partitions();
    Partition partition = partitions.get(random.nextInt(partitions.size()));
    for (long start : world.retain(partition, random)) {
      trace.begins(act, "retention takes what is before " + start + " of " + partition);
    }
  }

  /** The definition that serves, the newest, or any that ever was. */
  private DefinitionNumber someDefinition(SplittableRandom random) {
    Coverage coverage = world.coverage();
    return switch (random.nextInt(5)) {
      case 0, 1 -> coverage.serving();
      case 2, 3 -> coverage.lanes().last()._1();
      default -> new DefinitionNumber(1 + random.nextInt((int) coverage.lastDefinition()));
    };
  }

  private static String describe(Definition definition) {
    return definition.number() + " (" + describe(definition.spec()) + ")";
  }

  private static String describe(DefinitionSpec spec) {
    return "slices of "
        + (1L << spec.sliceBits().bits())
        + spec.duplicates().map(rule -> ", horizon " + rule.horizon()).getOrElse("")
        + (spec.parameters().isEmpty() ? "" : ", " + spec.parameters());
  }

  private static String describe(Publication done) {
    if (done instanceof Publication.Published published) {
      return "published epoch " + published.lane().epoch() + ", cut " + published.lane().cut();
    }
    return done instanceof Publication.NothingNew
        ? "nothing is new"
        : done instanceof Publication.Lost ? "somebody was faster" : "it is retired";
  }
}
