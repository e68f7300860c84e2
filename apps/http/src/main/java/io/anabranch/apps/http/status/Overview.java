package io.anabranch.apps.http.status;

import io.anabranch.apps.http.query.LossMessages;
import io.anabranch.apps.layers.archive.ManifestChain;
import io.anabranch.apps.layers.audit.AuditReport;
import io.anabranch.apps.layers.serving.ServingLayer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Provenance;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.Presentation;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.Progress;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Collects the status of a workload from its stores and layers. */
public final class Overview {

  /** The time over which a rate is averaged. */
  private static final long RATE_NANOS = 5_000_000_000L;

  private static final DefinitionNumber NO_DEFINITION = new DefinitionNumber(Long.MAX_VALUE);

  private record Sample(long nanos, long read) {}

  /**
   * The parts of a status that others measure.
   *
   * @param publications since the start
   * @param activeFailures descriptions of what fails now
   */
  public record Sources(
      LongSupplier publications,
      Supplier<Option<Instant>> lastPublication,
      Supplier<Latency> visible,
      Supplier<Vector<ValidationPoint>> totals,
      Supplier<Vector<String>> activeFailures,
      Supplier<AuditReport> audit) {}

  private final ServingLayer serving;
  private final Progress progress;
  private final EventLog log;
  private final MasterDataset archive;
  private final Sources sources;
  private final String validated;
  private final Clock clock;
  private final LongSupplier nanos;
  private DefinitionNumber balanceOf = NO_DEFINITION;
  private OffsetVector balanceReach = OffsetVector.ZERO;
  private Balance balance = new Balance();
  private final Deque<Sample> samples = new ArrayDeque<>();

  public Overview(
      ServingLayer serving,
      Progress progress,
      EventLog log,
      MasterDataset archive,
      Sources sources,
      String validated,
      Clock clock,
      LongSupplier nanos) {
    this.serving = serving;
    this.progress = progress;
    this.log = log;
    this.archive = archive;
    this.sources = sources;
    this.validated = validated;
    this.clock = clock;
    this.nanos = nanos;
  }

  public LiveStatus take() throws StoreFailure {
    Coverage coverage = serving.coverage();
    Lane lane = coverage.servingLane();
    Balance balance = balance();
    AuditReport audit = sources.audit().get();
    return new LiveStatus(
            serving.factory().workload(),
            clock.instant(),
            coverage.serving(),
            lane.epoch(),
            lane.chain().segments().size(),
            sources.publications().getAsLong(),
            sources.lastPublication().get(),
            eventsPerSecond(balance.read()),
            balance,
            partitions(coverage, lane),
            sources.visible().get(),
            validated,
            sources.totals().get(),
            audit,
            coverage.lossesOf(coverage.serving()).map(LossMessages::describe),
            Vector.empty())
        .with(audit, sources.activeFailures().get());
  }

  private Vector<PartitionStatus> partitions(Coverage coverage, Lane lane) throws StoreFailure {
    OffsetVector folded = progress.read(lane.definition().number());
    List<PartitionStatus> all = new ArrayList<>();
    for (Partition partition : serving.partitions()) {
      OffsetRange held = log.bounds(partition);
      all.add(
          new PartitionStatus(
              partition,
              coverage.origin().at(partition),
              held.from(),
              ManifestChain.lastEnd(archive, partition),
              lane.cut().at(partition),
              Math.max(folded.at(partition), lane.cut().at(partition)),
              held.to()));
    }
    return Vector.ofAll(all);
  }

  private double eventsPerSecond(long read) {
    long now = nanos.getAsLong();
    samples.addLast(new Sample(now, read));
    while (samples.size() > 2 && now - samples.getFirst().nanos() > RATE_NANOS) {
      samples.removeFirst();
    }
    Sample first = samples.getFirst();
    long took = now - first.nanos();
    return took <= 0 ? 0 : (read - first.read()) * 1e9 / took;
  }

  /**
   * The outcomes of all events, by an answer of both layers. An answer that falls back behind the
   * one before is ignored, so that counts never decrease.
   */
  Balance balance() throws StoreFailure {
    List<Balance> sums = new ArrayList<>();
    Presentation whole =
        Presentation.of(Balance.VIEW, "balance of all partitions")
            .buildWith(List.of(), (state, rows) -> sums.add(state.of(Balance.MEASURE)));
    Provenance of =
        serving.answer(Query.ALL.fit(whole).get(), Layer.MERGED, OffsetVector.ZERO).provenance();
    boolean isFurther =
        !of.definition().equals(balanceOf) || (of.isExact() && of.reach().covers(balanceReach));
    if (isFurther) {
      balanceOf = of.definition();
      balanceReach = of.reach();
      balance = sums.isEmpty() ? new Balance() : sums.get(sums.size() - 1);
    }
    return balance;
  }
}
