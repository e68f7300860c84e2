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
 * The liveness checks after the last fault: every lane reaches the end of the log and publishes its
 * last whole slice, the newest definition serves, cleaning leaves no rows except those that a
 * delayed write restored, and every answer is right.
 */
final class QuiescenceChecks {

  /** More steps than any log of a schedule needs. */
  private static final int MAX_STEPS = 10_000;

  private final SimulatedCluster cluster;
  private final CheckedReads reads;
  private final SplittableRandom random = new SplittableRandom(1);

  QuiescenceChecks(SimulatedCluster cluster, CheckedReads reads) {
    this.cluster = cluster;
    this.reads = reads;
  }

  void check() throws StoreFailure {
    cluster.archiveDamage().repair();
    cluster.history().capture();
    cluster.layers().lossDetection().accept(Instant.EPOCH, "operator");
    if (cluster.coverage().isFrozen(cluster.coverage().lanes().last()._1())) {
      cluster.layers().adoption().adopt(cluster.coverage().servingLane().definition().spec());
    }
    archive();
    for (Lane lane : cluster.coverage().lanes().values()) {
      if (cluster.coverage().isFrozen(lane.definition().number())) {
        checkLane(lane.definition(), OffsetVector.ZERO);
      } else {
        fold(lane.definition());
        publish(lane.definition());
        checkReach(lane.definition());
        checkLane(lane.definition(), countable());
      }
    }
    DefinitionNumber newest = cluster.coverage().lanes().last()._1();
    if (!cluster.layers().adoption().switchTo(newest)) {
      throw noProgress(
          "the switch to definition "
              + newest
              + " is refused, although it reaches as far as the others");
    }
    for (DefinitionNumber number : cluster.coverage().lanes().keySet()) {
      cluster.layers().adoption().retire(number);
    }
    if (cluster.coverage().lanes().size() != 1) {
      throw noProgress("definitions " + cluster.coverage().lanes().keySet() + " are not retired");
    }
    clean(cluster.coverage().servingLane().definition());
    checkAll();
    audit();
  }

  /** The auditor must find nothing either. */
  private void audit() {
    AuditReport report = cluster.layers().auditor().cycle();
    if (!report.isClean() || report.cycles() == 0) {
      throw new Violation.Found(
          new Violation(
              Violation.Kind.WRONG_ANSWER,
              "the auditor: " + report.describe(),
              report.findings().map(Finding::describe)));
    }
  }

  private void archive() throws StoreFailure {
    Archiver archiver = cluster.layers().archiver(cluster.origin(), 1_000);
    for (Partition partition : cluster.history().partitions()) {
      int steps = 0;
      while (archiver.step(partition)) {
        if (++steps > MAX_STEPS) {
          throw noProgress("archiving " + partition + " does not end");
        }
      }
    }
  }

  private void fold(Definition definition) throws StoreFailure {
    SpeedLayer layer = cluster.layers().speedLayer(definition, 1_000);
    for (Partition partition : cluster.history().partitions()) {
      layer.own(partition);
    }
    int steps = 0;
    while (layer.step() > 0) {
      if (++steps > MAX_STEPS) {
        throw noProgress("folding for " + definition.number() + " does not end");
      }
    }
  }

  private void checkReach(Definition definition) throws StoreFailure {
    OffsetVector cut = laneOf(definition).cut();
    OffsetVector reached = cluster.ports().progress().read(definition.number()).max(cut);
    if (!reached.equals(countable())) {
      throw noProgress(
          "V of definition "
              + definition.number()
              + " stays at "
              + reached
              + "; the log ends at "
              + countable());
    }
  }

  /** The end of the records that can still be counted; a deleted topic ends where it was closed. */
  private OffsetVector countable() {
    OffsetVector countable = OffsetVector.ZERO;
    Coverage coverage = cluster.coverage();
    for (Map.Entry<Partition, Long> end : cluster.history().end().asMap().entrySet()) {
      Partition partition = end.getKey();
      long counted =
          cluster.history().isDeleted(partition)
              ? coverage.closedAt(partition).getOrElse(0L)
              : end.getValue();
      countable = countable.with(partition, counted);
    }
    return countable;
  }

  private void publish(Definition definition) throws StoreFailure {
    DefinitionNumber number = definition.number();
    Publication done =
        cluster.layers().publisher(cluster.isKappa(number), 1, 1_000_000).publish(number);
    SliceBits slices = definition.spec().sliceBits();
    OffsetVector cut = laneOf(definition).cut();
    for (Partition partition : cluster.history().partitions()) {
      long end =
          cluster.isKappa(number)
              ? cluster.history().boundsOf(partition).to()
              : cluster.archivedTo(partition);
      long due = Math.max(slices.floor(end), cluster.origin().at(partition));
      if (cut.at(partition) < due) {
        throw noProgress(
            "the cut of definition "
                + number
                + " is "
                + cut
                + " after a publication with the result "
                + done.getClass().getSimpleName()
                + "; expected "
                + due
                + " of "
                + partition);
      }
    }
  }

  private Lane laneOf(Definition definition) {
    return cluster
        .coverage()
        .lane(definition.number())
        .getOrElseThrow(() -> noProgress("definition " + definition.number() + " has no lane"));
  }

  /** Checks an answer of a lane that need not serve. */
  private void checkLane(Definition definition, OffsetVector atLeast) throws StoreFailure {
    Vector<Presentation> all = reads.presentations(definition.spec());
    Presentation any = all.get(random.nextInt(all.size()));
    reads.check(
        Option.none(),
        cluster.layers().readerOf(definition.number()),
        new CheckedReads.Question(any, Query.ALL, Layer.MERGED),
        atLeast);
  }

  /** Publishes two more slices, cleans, and checks what remains. */
  private void clean(Definition definition) throws StoreFailure {
    for (int i = 0; i < 2; i++) {
      closeSlice(definition.spec().sliceBits());
      archive();
      fold(definition);
      publish(definition);
      checkReach(definition);
    }
    cluster.layers().clean(definition.number());
    Lane lane = laneOf(definition);
    for (View<?> view : cluster.workloadOf(definition.spec()).storedViews()) {
      checkRemaining(lane, view, cluster.orphanRows()::isOrphan);
    }
    cluster.layers().cleaner().sweep();
    for (View<?> view : cluster.workloadOf(definition.spec()).storedViews()) {
      checkRemaining(lane, view, row -> false);
    }
    for (SegmentName name : cluster.ports().batch().segments(definition.number())) {
      if (!lane.chain().names(name) && !lane.previous().names(name)) {
        throw noProgress("segment " + name + " remains, although no readable epoch names it");
      }
    }
    for (long number = 1; number < definition.number().value(); number++) {
      DefinitionNumber retired = new DefinitionNumber(number);
      if (!cluster.ports().batch().segments(retired).isEmpty()
          || !cluster.ports().progress().read(retired).equals(OffsetVector.ZERO)) {
        throw noProgress(
            "segments or progress of definition " + retired + " remain after sweeping");
      }
    }
    checkRejected(definition);
  }

  private void closeSlice(SliceBits slices) {
    Partition partition = cluster.history().partitions().get(0);
    long end = slices.endAfter(cluster.history().boundsOf(partition).to());
    for (long offset = cluster.history().boundsOf(partition).to(); offset < end; offset++) {
      cluster
          .log()
          .appendAt(
              partition,
              offset,
              LogHistory.timestampOf(offset),
              Option.none(),
              cluster.randomValue(partition, random));
    }
    cluster.history().capture();
  }

  private void checkRemaining(Lane lane, View<?> view, Predicate<SpeedRow> mayRemain)
      throws StoreFailure {
    DefinitionNumber number = lane.definition().number();
    SliceBits slices = lane.definition().spec().sliceBits();
    OffsetVector cleaned = lane.previous().cut();
    try (Cursor<SpeedRow> rows = cluster.ports().speed().read(number, view, Selection.ALL)) {
      for (Option<SpeedRow> next = rows.next(); next.isDefined(); next = rows.next()) {
        SpeedRow row = next.get();
        boolean isBehind = slices.endOf(row.slice()) <= cleaned.at(row.partition());
        if (isBehind && !mayRemain.test(row)) {
          throw noProgress(
              "row "
                  + row.key()
                  + " of view "
                  + view
                  + " in slice "
                  + row.slice()
                  + " of "
                  + row.partition()
                  + " remains after sweeping, or after cleaning without a delayed write that restored it");
        }
      }
    }
  }

  private void checkRejected(Definition definition) throws StoreFailure {
    Vector<DefinitionSpec> specs = cluster.specsOf(definition.number());
    Vector<Loss> losses = cluster.coverage().lossesOf(definition.number());
    long listed = 0;
    try (Cursor<RejectedEvent> events = cluster.ports().rejected().read(definition.number())) {
      for (Option<RejectedEvent> next = events.next(); next.isDefined(); next = events.next()) {
        RejectedEvent event = next.get();
        listed++;
        if (specs.forAll(
            spec ->
                cluster.recount().rejectedAt(spec, losses, event.partition(), event.offset())
                    == 0)) {
          throw new Violation.Found(
              Violation.of(
                  Violation.Kind.WRONG_ANSWER,
                  event
                      + " is listed as rejected, but the recount rejects no event of its record"));
        }
      }
    }
    long rejected =
        cluster.recount().rejected(definition.spec(), losses, cluster.origin(), countable());
    if (listed != rejected) {
      throw new Violation.Found(
          Violation.of(
              Violation.Kind.WRONG_ANSWER,
              listed + " rejected events are listed; the recount rejects " + rejected));
    }
  }

  private void checkAll() throws StoreFailure {
    Definition serving = cluster.coverage().servingLane().definition();
    for (Presentation presentation : reads.presentations(serving.spec())) {
      for (Layer layer : Layer.values()) {
        ask(new CheckedReads.Question(presentation, Query.ALL, layer));
      }
      Query filtered = reads.randomQuery(serving.spec(), presentation, random);
      ask(new CheckedReads.Question(presentation, filtered, Layer.MERGED));
    }
  }

  private void ask(CheckedReads.Question question) throws StoreFailure {
    OffsetVector end = countable();
    reads.check(Option.none(), cluster.layers().reader(), question, end);
  }

  private static Violation.Found noProgress(String description) {
    return new Violation.Found(Violation.of(Violation.Kind.NO_PROGRESS, description));
  }
}
