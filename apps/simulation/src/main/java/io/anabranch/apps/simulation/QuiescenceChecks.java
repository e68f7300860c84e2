package io.anabranch.apps.simulation;

import io.anabranch.apps.layers.archive.Archiver;
import io.anabranch.apps.layers.audit.AuditReport;
import io.anabranch.apps.layers.audit.Finding;
import io.anabranch.apps.layers.batch.Publication;
import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * What must come when faults have stopped: every lane reaches the end of the log, every lane's
 * batch the last whole slice, the newest definition serves, nothing is left behind that a late
 * write did not bring back, and every answer is right.
 */
final class QuiescenceChecks {

  /** More steps than any log of a schedule needs. */
  private static final int MOST_STEPS = 10_000;

  private final SimulatedCluster world;
  private final CheckedReads answers;
  private final SplittableRandom random = new SplittableRandom(1);

  QuiescenceChecks(SimulatedCluster world, CheckedReads answers) {
    this.world = world;
    this.answers = answers;
  }

  void settle() throws StoreFailure {
    world.mend();
    world.noteRecords();
    world.losses().accept(Instant.EPOCH, "operator");
    if (world.coverage().isFrozen(world.coverage().lanes().last()._1())) {
      world.adoption().adopt(world.coverage().servingLane().definition().spec());
    }
    archive();
    for (Lane lane : world.coverage().lanes().values()) {
      if (world.coverage().isFrozen(lane.definition().number())) {
        checkLane(lane.definition(), OffsetVector.ZERO);
      } else {
        fold(lane.definition());
        publish(lane.definition());
        checkReach(lane.definition());
        checkLane(lane.definition(), countable());
      }
    }
    DefinitionNumber newest = world.coverage().lanes().last()._1();
    if (!world.adoption().switchTo(newest)) {
      throw stuck("the switch to " + newest + " is refused, though it answers as far as any");
    }
    for (DefinitionNumber number : world.coverage().lanes().keySet()) {
      world.adoption().retire(number);
    }
    if (world.coverage().lanes().size() != 1) {
      throw stuck("lanes " + world.coverage().lanes().keySet() + " are not retired");
    }
    clean(world.coverage().servingLane().definition());
    checkAll();
    audit();
  }

  /** The auditor agrees that nothing differs. */
  private void audit() {
    AuditReport report = world.newAuditor().cycle();
    if (!report.isClean() || report.cycles() == 0) {
      throw new Violation.Found(
          new Violation(
              Violation.Kind.WRONG,
              "the auditor: " + report.describe(),
              report.findings().map(Finding::describe)));
    }
  }

  private void archive() throws StoreFailure {
    Archiver archiver = world.newArchiver(1_000);
    for (Partition partition : world.partitions()) {
      int steps = 0;
      while (archiver.step(partition)) {
        if (++steps > MOST_STEPS) {
          throw stuck("archiving " + partition + " comes to no end");
        }
      }
    }
  }

  private void fold(Definition definition) throws StoreFailure {
    SpeedLayer layer = world.newOwner(definition, 1_000);
    for (Partition partition : world.partitions()) {
      layer.own(partition);
    }
    int steps = 0;
    while (layer.step() > 0) {
      if (++steps > MOST_STEPS) {
        throw stuck("folding for " + definition.number() + " comes to no end");
      }
    }
  }

  private void checkReach(Definition definition) throws StoreFailure {
    OffsetVector cut = laneOf(definition).cut();
    OffsetVector reached = world.progress().read(definition.number()).max(cut);
    if (!reached.equals(countable())) {
      throw stuck(
          "V of "
              + definition.number()
              + " stays at "
              + reached
              + ", the log ends at "
              + countable());
    }
  }

  /**
   * The end of all that can be counted: nothing of a topic that went before anybody had read it.
   */
  private OffsetVector countable() {
    OffsetVector countable = OffsetVector.ZERO;
    Coverage coverage = world.coverage();
    for (Map.Entry<Partition, Long> end : world.end().asMap().entrySet()) {
      Partition partition = end.getKey();
      long counted =
          world.isGone(partition) ? coverage.closedAt(partition).getOrElse(0L) : end.getValue();
      countable = countable.with(partition, counted);
    }
    return countable;
  }

  private void publish(Definition definition) throws StoreFailure {
    DefinitionNumber number = definition.number();
    Publication done = world.newPublisher(number, 1, 1_000_000).publish(number);
    SliceBits slices = definition.spec().sliceBits();
    OffsetVector cut = laneOf(definition).cut();
    for (Partition partition : world.partitions()) {
      long end =
          world.isKappa(number) ? world.boundsOf(partition).to() : world.archivedTo(partition);
      long due = Math.max(slices.floor(end), world.origin().at(partition));
      if (cut.at(partition) < due) {
        throw stuck(
            "the cut of "
                + number
                + " is "
                + cut
                + " after a publication that ended with "
                + done.getClass().getSimpleName()
                + ", and should be at "
                + due
                + " of "
                + partition);
      }
    }
  }

  private Lane laneOf(Definition definition) {
    return world
        .coverage()
        .lane(definition.number())
        .getOrElseThrow(() -> stuck("the lane of " + definition.number() + " is gone"));
  }

  /** A lane that does not serve answers, too. */
  private void checkLane(Definition definition, OffsetVector atLeast) throws StoreFailure {
    Vector<Presentation> all = answers.presentations(definition.spec());
    Presentation any = all.get(random.nextInt(all.size()));
    answers.ask(
        Option.none(),
        world.newReaderOf(definition.number()),
        new CheckedReads.Question(any, Query.ALL, Layer.MERGED),
        atLeast);
  }

  /** Two slices more, each published and cleaned: nothing old is left but what came late. */
  private void clean(Definition definition) throws StoreFailure {
    for (int i = 0; i < 2; i++) {
      closeSlice(definition.spec().sliceBits());
      archive();
      fold(definition);
      publish(definition);
      checkReach(definition);
    }
    world.clean(definition.number());
    Lane lane = laneOf(definition);
    for (View<?> view : world.workloadOf(definition.spec()).storedViews()) {
      checkLeft(lane, view, world.leaks()::isLate);
    }
    world.newCleaner().sweep();
    for (View<?> view : world.workloadOf(definition.spec()).storedViews()) {
      checkLeft(lane, view, row -> false);
    }
    for (SegmentName name : world.batch().segments(definition.number())) {
      if (!lane.chain().names(name) && !lane.previous().names(name)) {
        throw stuck("segment " + name + " is left, and no readable epoch names it");
      }
    }
    for (long number = 1; number < definition.number().value(); number++) {
      DefinitionNumber retired = new DefinitionNumber(number);
      if (!world.batch().segments(retired).isEmpty()
          || !world.progress().read(retired).equals(OffsetVector.ZERO)) {
        throw stuck("segments or progress of " + retired + " are left after sweeping");
      }
    }
    checkRejected(definition);
  }

  private void closeSlice(SliceBits slices) {
    Partition partition = world.partitions().get(0);
    long end = slices.endAfter(world.boundsOf(partition).to());
    for (long offset = world.boundsOf(partition).to(); offset < end; offset++) {
      world
          .log()
          .appendAt(
              partition,
              offset,
              SimulatedCluster.timestampOf(offset),
              Option.none(),
              world.randomValue(partition, random));
    }
    world.noteRecords();
  }

  private void checkLeft(Lane lane, View<?> view, Predicate<SpeedRow> mayBeLeft)
      throws StoreFailure {
    DefinitionNumber number = lane.definition().number();
    SliceBits slices = lane.definition().spec().sliceBits();
    OffsetVector cleaned = lane.previous().cut();
    try (Cursor<SpeedRow> rows = world.speed().read(number, view, Selection.ALL)) {
      for (Option<SpeedRow> next = rows.next(); next.isDefined(); next = rows.next()) {
        SpeedRow row = next.get();
        boolean isBehind = slices.endOf(row.slice()) <= cleaned.at(row.partition());
        if (isBehind && !mayBeLeft.test(row)) {
          throw stuck(
              "row "
                  + row.key()
                  + " of view "
                  + view
                  + " in slice "
                  + row.slice()
                  + " of "
                  + row.partition()
                  + " is left after cleaning, and no late write brought it back, or after sweeping");
        }
      }
    }
  }

  private void checkRejected(Definition definition) throws StoreFailure {
    Vector<DefinitionSpec> specs = world.specsOf(definition.number());
    Vector<Loss> losses = world.coverage().lossesOf(definition.number());
    long listed = 0;
    try (Cursor<RejectedEvent> events = world.rejected().read(definition.number())) {
      for (Option<RejectedEvent> next = events.next(); next.isDefined(); next = events.next()) {
        RejectedEvent event = next.get();
        listed++;
        if (specs.forAll(
            spec ->
                world.recount().rejectedAt(spec, losses, event.partition(), event.offset()) == 0)) {
          throw new Violation.Found(
              Violation.of(
                  Violation.Kind.WRONG, event + " is told as rejected, and nothing there is"));
        }
      }
    }
    long rejected =
        world.recount().rejected(definition.spec(), losses, world.origin(), countable());
    if (listed != rejected) {
      throw new Violation.Found(
          Violation.of(
              Violation.Kind.WRONG,
              listed + " events are listed as rejected, and are " + rejected));
    }
  }

  private void checkAll() throws StoreFailure {
    Definition serving = world.coverage().servingLane().definition();
    for (Presentation presentation : answers.presentations(serving.spec())) {
      for (Layer layer : Layer.values()) {
        ask(new CheckedReads.Question(presentation, Query.ALL, layer));
      }
      Query filtered = answers.randomQuery(serving.spec(), presentation, random);
      ask(new CheckedReads.Question(presentation, filtered, Layer.MERGED));
    }
  }

  private void ask(CheckedReads.Question question) throws StoreFailure {
    OffsetVector end = countable();
    answers.ask(Option.none(), world.newReader(), question, end);
  }

  private static Violation.Found stuck(String description) {
    return new Violation.Found(Violation.of(Violation.Kind.STUCK, description));
  }
}
