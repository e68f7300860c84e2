package io.anabranch.apps.live;

import io.anabranch.apps.audit.AuditReport;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.Presentation;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** Puts together what a workload tells of itself. */
final class Overview {

  /** Over how long a rate is taken. */
  private static final long RATE_NANOS = 5_000_000_000L;

  private record Sample(long nanos, long read) {}

  private final Layers layers;
  private final ValidationView validation;
  private final Troubles troubles;
  private final Supplier<AuditReport> audit;
  private final Deque<Sample> samples = new ArrayDeque<>();

  Overview(
      Layers layers, ValidationView validation, Troubles troubles, Supplier<AuditReport> audit) {
    this.layers = layers;
    this.validation = validation;
    this.troubles = troubles;
    this.audit = audit;
  }

  LiveStatus take() throws StoreFailure {
    Coverage coverage = layers.coverage();
    Lane lane = coverage.servingLane();
    Balance balance = balance();
    AuditReport audited = audit.get();
    return new LiveStatus(
        layers.scenario().name(),
        layers.now(),
        coverage.serving(),
        lane.epoch(),
        lane.chain().segments().size(),
        layers.publications(),
        layers.lastPublication(),
        layers.archiveFiles(),
        eventsPerSecond(balance.read()),
        balance,
        channels(coverage, lane),
        layers.visible().summary(),
        validation.words(),
        validation.totals(),
        audited,
        troubles.words().appendAll(audited.trouble().map(why -> "auditor: " + why)));
  }

  private Vector<Channel> channels(Coverage coverage, Lane lane) throws StoreFailure {
    OffsetVector folded = layers.ports().progress().read(lane.definition().number());
    List<Channel> channels = new ArrayList<>();
    for (Partition partition : layers.partitions()) {
      OffsetRange held = layers.log().bounds(partition);
      channels.add(
          new Channel(
              partition,
              coverage.origin().at(partition),
              held.from(),
              layers.archivedTo(partition),
              lane.cut().at(partition),
              Math.max(folded.at(partition), lane.cut().at(partition)),
              held.to()));
    }
    return Vector.ofAll(channels);
  }

  private double eventsPerSecond(long read) {
    long now = layers.nanos();
    samples.addLast(new Sample(now, read));
    while (samples.size() > 2 && now - samples.getFirst().nanos() > RATE_NANOS) {
      samples.removeFirst();
    }
    Sample first = samples.getFirst();
    long took = now - first.nanos();
    return took <= 0 ? 0 : (read - first.read()) * 1e9 / took;
  }

  /** What became of all events, as the layers together tell. */
  Balance balance() throws StoreFailure {
    List<Balance> sums = new ArrayList<>();
    Presentation whole =
        Presentation.of(Balance.VIEW, "balance of all partitions")
            .buildWith(List.of(), (state, rows) -> sums.add(state.of(Balance.MEASURE)));
    layers.answer(Query.ALL.fit(whole).get(), Layer.MERGED, OffsetVector.ZERO);
    return sums.isEmpty() ? new Balance() : sums.get(sums.size() - 1);
  }
}
