package io.anabranch.apps.standalone.replay;

import io.anabranch.apps.ingest.recorded.InputLog;
import io.anabranch.apps.ingest.recorded.RecordedInput;

import io.anabranch.apps.layers.archive.Archiver;
import io.anabranch.apps.layers.audit.Auditor;
import io.anabranch.apps.layers.batch.Adoption;
import io.anabranch.apps.layers.batch.ArchiveSource;
import io.anabranch.apps.layers.batch.Cleaner;
import io.anabranch.apps.layers.batch.ClosedSliceSource;
import io.anabranch.apps.layers.batch.Publication;
import io.anabranch.apps.layers.batch.Publisher;
import io.anabranch.apps.layers.batch.SegmentSource;
import io.anabranch.apps.layers.log.ArchiveBackedLog;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.layers.serving.LogWatch;
import io.anabranch.apps.layers.serving.Reader;
import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.log.Topic;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.BatchEngine;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.Progress;
import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.inject.Inject;

/**
 * The whole lambda over recorded input: the input is fed to the log part by part, the speed layer
 * folds it, the archiver copies it, and between the parts the batch layer publishes and the cleaner
 * deletes, sometimes ahead of the speed layer and sometimes behind it. Then it answers.
 */
public final class Replay {

  private static final int RECORDS_PER_STEP = 16_384;
  private static final int LARGEST_SLICES = 16;
  private static final int KAPPA_PUBLICATIONS = 4;
  private static final Duration A_WHILE = Duration.ofSeconds(1);

  private final WorkloadFactory workloads;
  private final EventLog log;
  private final InputLog into;
  private final MasterDataset archive;
  private final SpeedViews speed;
  private final Progress progress;
  private final BatchViews batch;
  private final CoverageLedger ledger;
  private final RejectedEvents rejected;
  private final StateCodec codec;
  private final BatchEngine engine;
  private final Supplier<String> nonces;
  private final Clock clock;

  @Inject
  Replay(
      WorkloadFactory workloads,
      EventLog log,
      InputLog into,
      MasterDataset archive,
      SpeedViews speed,
      Progress progress,
      BatchViews batch,
      CoverageLedger ledger,
      RejectedEvents rejected,
      StateCodec codec,
      BatchEngine engine,
      Supplier<String> nonces,
      Clock clock) {
    this.workloads = workloads;
    this.log = log;
    this.into = into;
    this.archive = archive;
    this.speed = speed;
    this.progress = progress;
    this.batch = batch;
    this.ledger = ledger;
    this.rejected = rejected;
    this.codec = codec;
    this.engine = engine;
    this.nonces = nonces;
    this.clock = clock;
  }

  /**
   * Runs everything; afterwards {@link #answer} answers.
   *
   * @throws StoreFailure if a port failed
   */
  public void run(ReplayRequest request, ReplayListener listener) throws StoreFailure {
    Workload<?> workload = workloads.create(request.spec());
    RecordedInput input = request.input();
    boolean isKappa = request.batches() == 0;
    int publications = isKappa ? KAPPA_PUBLICATIONS : request.batches();
    SliceBits slices =
        request
            .sliceBits()
            .map(SliceBits::new)
            .getOrElse(() -> input.slicesFor(publications, LARGEST_SLICES));
    listener.read(input.records(), input.partitions(), slices, request.sliceBits().isEmpty());

    Map<String, Topic> topics = new TreeMap<>();
    List<Partition> all = new ArrayList<>();
    for (Map.Entry<String, Integer> topic : input.topics().entrySet()) {
      topics.put(topic.getKey(), into.create(topic.getKey(), topic.getValue()));
      all.addAll(log.partitions(topic.getKey()));
    }
    RecordedInput.Partitions partitions = (name, number) -> partition(topics, name, number);
    OffsetVector origin = into.begin(input.origin(partitions));
    DefinitionSpec spec = request.spec().withSliceBits(slices);
    Coverage opened = new Adoption(workload.name(), ledger, progress).open(spec, origin);
    Definition definition = opened.servingLane().definition();
    SpeedLayer speedLayer =
        new SpeedLayer(
            definition,
            workload,
            new ArchiveBackedLog(log, archive),
            ledger,
            progress,
            speed,
            rejected,
            codec,
            RECORDS_PER_STEP);
    Archiver archiver = new Archiver(log, archive, origin, RECORDS_PER_STEP);
    SegmentSource source =
        isKappa
            ? new ClosedSliceSource(workloads, progress, speed, batch, codec)
            : new ArchiveSource(workloads, archive, engine);
    Publisher publisher = new Publisher(workload.name(), ledger, batch, engine, source, nonces);
    Cleaner cleaner = new Cleaner(workload.name(), workloads, ledger, speed, progress, batch);
    for (Partition partition : all) {
      speedLayer.own(partition);
    }

    for (int part = 0; part <= publications; part++) {
      input.feed(into, partitions, part, publications + 1);
      boolean isSpeedFirst = isKappa || part % 2 == 0;
      if (isSpeedFirst) {
        fold(speedLayer);
      }
      if (!isKappa) {
        archive(archiver, all);
      }
      if (part < publications) {
        Publication publication = publisher.publish(definition.number());
        long keys = cleaner.clean(definition.number()).keys();
        listener.published(part + 1, publications, isKappa, publication, keys);
      }
      fold(speedLayer);
      listener.rests();
    }
  }

  private static Partition partition(Map<String, Topic> topics, String name, int number) {
    return new Partition(Option.of(topics.get(name)).get(), number);
  }

  /** Folds up to where the log ends. */
  private void fold(SpeedLayer layer) throws StoreFailure {
    for (Partition partition : layer.owned()) {
      long end = log.bounds(partition).to();
      while (layer.positions().getOrDefault(partition, end) < end) {
        layer.step(A_WHILE);
      }
    }
  }

  private static void archive(Archiver archiver, List<Partition> partitions) throws StoreFailure {
    for (Partition partition : partitions) {
      while (archiver.step(partition)) {
        // Each step archives one file.
      }
    }
  }

  /** The rows that a query asks for, now. */
  public Answer answer(Workload<?> workload, Query.Fitted query, Layer layer, LabelsAt labels)
      throws StoreFailure {
    Answer answer = reader(workload).answer(query, layer, labels, OffsetVector.ZERO);
    LogWatch watch = new LogWatch(log, workload.topics(), clock, Duration.ZERO);
    return answer.behind(watch.behind(answer.provenance().reach()));
  }

  private Reader reader(Workload<?> workload) {
    return new Reader(workload, ledger, progress, speed, batch, codec);
  }

  /** Whoever recounts what it answers, at any time between {@link #run}'s steps or after it. */
  public Auditor auditor(Workload<?> workload) {
    return new Auditor(workloads, ports(), reader(workload));
  }

  /** What it ran on, for whoever answers from it afterwards. */
  public LayerPorts ports() {
    return new LayerPorts(log, archive, speed, progress, batch, ledger, rejected, codec);
  }

  /** What became of all events, as the layers together tell. */
  public Answer balance(Workload<?> workload) throws StoreFailure {
    return answer(workload, Query.ALL.fit(Balance.PRESENTATION).get(), Layer.MERGED, LabelsAt.NONE);
  }

  /** Shows every rejected event of the definition that serves, by position. */
  public void rejections(String workload, Consumer<RejectedEvent> each) throws StoreFailure {
    Coverage coverage = ledger.read(workload).get();
    try (Cursor<RejectedEvent> events = rejected.read(coverage.serving())) {
      for (Option<RejectedEvent> event = events.next(); event.isDefined(); event = events.next()) {
        each.accept(event.get());
      }
    }
  }
}
