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

/** Runs one schedule: the steps of each actor in virtual time, then the quiescence checks. */
final class ScheduleRun {

  /** The result of a run. */
  record Outcome(Statistics statistics, Option<Violation> violation, Vector<String> trace) {}

  /** An owner of partitions: a speed layer and its memory. */
  private record Owner(Definition definition, SpeedLayer layer) {}

  private final VirtualTimeScheduler scheduler;
  private final Schedule schedule;
  private final Trace trace;
  private final FaultInjector injector;
  private final SimulatedCluster cluster;
  private final CheckedReads reads;
  private final Map<Actor, Owner> owners = new EnumMap<>(Actor.class);
  private final Map<Actor, Archiver> archivers = new EnumMap<>(Actor.class);
  private long publications;
  private Option<Violation> violation = Option.none();

  private ScheduleRun(
      VirtualTimeScheduler scheduler,
      WorkloadUnderTest underTest,
      Schedule schedule,
      Option<Mechanism> without,
      Trace trace) {
    this.scheduler = scheduler;
    this.schedule = schedule;
    this.trace = trace;
    this.injector = new FaultInjector(scheduler, trace);
    this.cluster = new SimulatedCluster(underTest, schedule, without, injector);
    this.reads = new CheckedReads(cluster, injector);
  }

  static Outcome run(
      VirtualTimeScheduler scheduler,
      WorkloadUnderTest underTest,
      Schedule schedule,
      Option<Mechanism> without,
      Trace trace) {
    return new ScheduleRun(scheduler, underTest, schedule, without, trace).run();
  }

  private Outcome run() {
    Map<Actor, List<Step>> stepsOf = new EnumMap<>(Actor.class);
    for (Step step : schedule.steps()) {
      stepsOf.computeIfAbsent(step.actor(), actor -> new ArrayList<>()).add(step);
    }
    scheduler.run(stepsOf.values().stream().map(ActorTask::new).toList());
    if (violation.isEmpty()) {
      try {
        new QuiescenceChecks(cluster, reads).check();
      } catch (Violation.Found found) {
        violation = Option.some(found.violation());
      } catch (StoreFailure | RuntimeException unexpected) {
        violation = Option.some(unexpectedFailure("after all steps", unexpected));
      }
    }
    return new Outcome(
        new Statistics(reads.count(), publications, injector.crashes(), injector.failures()),
        violation,
        trace.lines());
  }

  /** Runs the steps of one actor in order. */
  private final class ActorTask implements VirtualTimeScheduler.Task {
    private final List<Step> steps;

    ActorTask(List<Step> steps) {
      this.steps = steps;
    }

    @Override
    public long startTime() {
      return steps.get(0).start();
    }

    @Override
    public void run() {
      for (Step step : steps) {
        if (!injector.isStopped() && step.start() > scheduler.now()) {
          scheduler.pause(step.start() - scheduler.now());
        }
        if (!injector.isStopped()) {
          ScheduleRun.this.run(step);
        }
      }
    }
  }

  private void run(Step step) {
    FaultInjector.Execution execution = injector.begin(step);
    try {
      run(step, execution);
    } catch (Violation.Found found) {
      report(found.violation());
    } catch (Throwable thrown) {
      if (execution.isCrashed()) {
        owners.remove(step.actor());
        archivers.remove(step.actor());
      } else if (thrown instanceof StoreFailure.Corrupt && isStoppedByLoss(step)) {
        trace.fault(step, "stops at the loss, as expected: " + thrown.getMessage());
        owners.remove(step.actor());
        archivers.remove(step.actor());
      } else if (thrown instanceof StoreFailure.Unavailable && isFrozen(step)) {
        trace.fault(step, "is frozen, as expected: " + thrown.getMessage());
        owners.remove(step.actor());
      } else if (thrown instanceof StoreFailure.Corrupt && cluster.archiveDamage().isDamaged()) {
        trace.fault(step, "stops at the missing file, as expected: " + thrown.getMessage());
      } else if (thrown instanceof StoreFailure
          && !(thrown instanceof StoreFailure.Corrupt)
          && execution.hasFailed()) {
        trace.fault(step, "fails");
      } else {
        report(unexpectedFailure(step.actor() + ", " + step.type(), thrown));
      }
    } finally {
      injector.finish();
    }
  }

  /** A loss stops every step except reads: answers stay available. */
  private boolean isStoppedByLoss(Step step) {
    return cluster.history().hasLosses() && step.type() != Step.Type.READ;
  }

  private boolean isFrozen(Step step) {
    Owner owner = owners.get(step.actor());
    return owner != null && cluster.coverage().isFrozen(owner.definition().number());
  }

  private void report(Violation found) {
    if (violation.isEmpty()) {
      violation = Option.some(found);
      injector.stop();
    }
  }

  private static Violation unexpectedFailure(String where, Throwable thrown) {
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
        Violation.Kind.UNEXPECTED_FAILURE,
        where + ": " + thrown.getMessage(),
        Vector.ofAll(details));
  }

  private void run(Step step, FaultInjector.Execution execution) throws StoreFailure {
    SplittableRandom random = execution.random();
    switch (step.type()) {
      case PRODUCE -> produce(step, random);
      case SPEED -> speed(step, random);
      case ARCHIVE -> archive(step, random);
      case PUBLISH -> publish(step, random, false);
      case REPUBLISH -> publish(step, random, true);
      case CLEAN -> {
        DefinitionNumber number = someDefinition(random);
        trace.step(step, "cleans definition " + number);
        cluster.layers().clean(number);
      }
      case SWEEP -> {
        trace.step(step, "sweeps orphaned rows and segments");
        cluster.layers().cleaner().sweep();
      }
      case READ -> read(step, execution);
      case ADOPT -> {
        DefinitionSpec spec = cluster.randomSpec(random);
        if (cluster.coverage().lanes().size() < 3) {
          trace.step(step, "adopts a definition with " + describe(spec));
          cluster.layers().adoption().adopt(spec);
        }
      }
      case SWITCH -> {
        DefinitionNumber number = someDefinition(random);
        trace.step(step, "switches to definition " + number);
        cluster.layers().adoption().switchTo(number);
      }
      case RETIRE -> {
        DefinitionNumber number = someDefinition(random);
        trace.step(step, "retires definition " + number);
        cluster.layers().adoption().retire(number);
      }
      case ADD_PARTITION -> addPartition(step, random);
      case RETAIN -> retain(step, random);
      case REFERENCE -> {
        cluster.addReferenceEntry();
        trace.step(step, "reference data: entry " + cluster.referenceEntries());
      }
      case LOSE_FILE -> {
        for (ManifestEntry removed : cluster.archiveDamage().removeFile(random)) {
          trace.step(
              step, "the archive loses the file of " + removed.partition() + " " + removed.range());
        }
      }
      case RECREATE -> {
        String topic = cluster.topics().get(random.nextInt(cluster.topics().size()));
        if (cluster.recreate(topic)) {
          trace.step(step, "topic " + topic + " is deleted and created again");
        }
      }
      case EXPIRE -> {
        Vector<Partition> partitions = cluster.history().partitions();
        Partition partition = partitions.get(random.nextInt(partitions.size()));
        for (long start : cluster.expire(partition, random)) {
          trace.step(
              step,
              "retention deletes archived and unarchived records of "
                  + partition
                  + " before "
                  + start);
        }
      }
      case ACCEPT -> {
        trace.step(step, "accepts losses");
        trace.step(
            step,
            "  accepted: " + cluster.layers().lossDetection().accept(Instant.EPOCH, "operator"));
        if (cluster.coverage().isFrozen(cluster.coverage().lanes().last()._1())) {
          cluster.layers().adoption().adopt(cluster.randomSpec(random));
        }
      }
    }
  }

  private void produce(Step step, SplittableRandom random) throws StoreFailure {
    for (int i = random.nextInt(8); i >= 0; i--) {
      Vector<Partition> partitions = cluster.history().partitions();
      Partition partition = partitions.get(random.nextInt(partitions.size()));
      Option<byte[]> value = cluster.randomValue(partition, random);
      long end = cluster.history().boundsOf(partition).to();
      long timestamp = LogHistory.timestampOf(end);
      int dice = random.nextInt(20);
      if (dice == 0) {
        cluster.log().advanceEnd(partition, end + 1 + random.nextInt(10));
        trace.step(step, "leaves a hole at " + partition + " " + end);
        continue;
      }
      if (dice < 3) {
        long offset = end + 1 + random.nextInt(10);
        cluster.log().appendAt(partition, offset, timestamp, Option.none(), value);
        trace.step(step, "produces to " + partition + " at " + offset + ", behind a hole");
        continue;
      }
      trace.step(step, "produces to " + partition);
      try {
        cluster.log().append(partition, timestamp, Option.none(), value);
      } catch (StoreFailure.Unavailable | StoreFailure.OutcomeUnknown retried) {
        // A producer retries; if the first attempt took effect, the record is in the log twice.
        cluster.log().append(partition, timestamp, Option.none(), value);
      }
    }
    cluster.history().capture();
  }

  private void speed(Step step, SplittableRandom random) throws StoreFailure {
    Owner owner = owners.get(step.actor());
    if (owner == null || random.nextInt(6) == 0) {
      Coverage coverage = cluster.coverage();
      Vector<Lane> lanes = coverage.lanes().values().toVector();
      Lane lane =
          random.nextInt(3) == 0
              ? lanes.get(random.nextInt(lanes.size()))
              : random.nextBoolean() ? coverage.servingLane() : lanes.last();
      int maxRecords = 1 + random.nextInt(12);
      owner =
          new Owner(lane.definition(), cluster.layers().speedLayer(lane.definition(), maxRecords));
      owners.put(step.actor(), owner);
      trace.step(step, "starts with definition " + describe(lane.definition()));
    }
    int all = random.nextInt(4);
    for (Partition partition : cluster.history().partitions()) {
      if (all > 0 || random.nextBoolean()) {
        own(step, owner, partition);
      }
    }
    int steps = 1 + random.nextInt(3);
    for (int i = 0; i < steps; i++) {
      trace.step(step, "folds for definition " + owner.definition().number());
      owner.layer().step();
    }
  }

  private void own(Step step, Owner owner, Partition partition) throws StoreFailure {
    if (owner.layer().owned().contains(partition)) {
      return;
    }
    trace.step(step, "takes over " + partition + " for definition " + owner.definition().number());
    try {
      owner.layer().own(partition);
    } catch (StoreFailure.Unavailable retired) {
      if (cluster.coverage().lane(owner.definition().number()).isDefined()) {
        throw retired;
      }
    }
  }

  private void archive(Step step, SplittableRandom random) throws StoreFailure {
    Archiver archiver = archivers.get(step.actor());
    if (archiver == null || random.nextInt(8) == 0) {
      archiver = cluster.layers().archiver(cluster.origin(), 1 + random.nextInt(12));
      archivers.put(step.actor(), archiver);
    }
    for (Partition partition : cluster.history().partitions()) {
      for (int i = random.nextInt(3); i > 0; i--) {
        trace.step(step, "archives " + partition);
        archiver.step(partition);
      }
    }
  }

  private void publish(Step step, SplittableRandom random, boolean isFromOrigin)
      throws StoreFailure {
    DefinitionNumber number = someDefinition(random);
    long maxRows = random.nextInt(3) == 0 ? 1 + random.nextInt(8) : 1_000_000;
    boolean isKappa = cluster.isKappa(number);
    Publisher publisher = cluster.layers().publisher(isKappa, 1 + random.nextInt(3), maxRows);
    Publication done;
    if (isFromOrigin && !isKappa) {
      trace.step(step, "republishes definition " + number + " from the origin");
      done = publisher.republish(number);
    } else {
      trace.step(step, "publishes definition " + number + (isKappa ? " from closed slices" : ""));
      done = publisher.publish(number);
    }
    if (done instanceof Publication.Published) {
      publications++;
    }
    trace.step(step, "  " + describe(done));
  }

  private void read(Step step, FaultInjector.Execution execution) throws StoreFailure {
    SplittableRandom random = execution.random();
    for (int i = random.nextInt(3); i >= 0; i--) {
      CheckedReads.Question question = reads.random(random);
      OffsetVector atLeast = random.nextInt(6) == 0 ? cluster.history().end() : OffsetVector.ZERO;
      trace.step(step, "reads " + question);
      OffsetVector reach =
          reads.check(Option.some(execution), cluster.layers().reader(), question, atLeast);
      trace.step(step, "  answer at V " + reach);
    }
  }

  private void addPartition(Step step, SplittableRandom random) {
    List<String> topics = cluster.topics();
    String topic = topics.get(random.nextInt(topics.size()));
    if (injector.withoutFaults(() -> cluster.log().partitions(topic)).size() < 4) {
      cluster.log().addPartitions(topic, 1);
      trace.step(step, "topic " + topic + " gets another partition");
    }
  }

  private void retain(Step step, SplittableRandom random) {
    Vector<Partition> partitions = cluster.history().partitions();
    Partition partition = partitions.get(random.nextInt(partitions.size()));
    for (long start : cluster.retain(partition, random)) {
      trace.step(step, "retention deletes archived records of " + partition + " before " + start);
    }
  }

  /** The serving definition, the newest, or any that ever existed. */
  private DefinitionNumber someDefinition(SplittableRandom random) {
    Coverage coverage = cluster.coverage();
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
        ? "nothing new to publish"
        : done instanceof Publication.Lost
            ? "another publisher was faster"
            : "the definition is retired";
  }
}
