package io.anabranch.apps.standalone.replay;

import io.anabranch.apps.ingest.recorded.InputLog;
import io.anabranch.apps.ingest.recorded.RecordedInput;
import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.archive.Archiver;
import io.anabranch.apps.layers.audit.Auditor;
import io.anabranch.apps.layers.batch.Cleaner;
import io.anabranch.apps.layers.batch.Publication;
import io.anabranch.apps.layers.batch.Publisher;
import io.anabranch.apps.layers.batch.SegmentSource;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.layers.serving.LogWatch;
import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.log.Topic;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.BatchEngine;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.inject.Inject;

/**
 * Replays recorded input through all layers: the input is appended to the log part by part, the
 * speed layer folds it and the archiver copies it. Between the parts the batch layer publishes and
 * the cleaner deletes, alternately ahead of and behind the speed layer. Then it answers queries.
 */
public final class Replay {

  private static final int MAX_SLICE_BITS = 16;
  private static final int KAPPA_PUBLICATIONS = 4;
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  private final Layers layers;
  private final EventLog log;
  private final InputLog inputLog;
  private final BatchEngine engine;
  private final Supplier<String> nonces;
  private final Clock clock;

  @Inject
  Replay(
      Layers layers,
      InputLog inputLog,
      ExecutorService threads,
      Supplier<String> nonces,
      Clock clock) {
    this.layers = layers;
    this.log = layers.ports().log();
    this.inputLog = inputLog;
    this.engine = layers.embeddedEngine(threads);
    this.nonces = nonces;
    this.clock = clock;
  }

  /**
   * Runs the replay; afterwards {@link #answer} can be called.
   *
   * @throws StoreFailure if a port failed
   */
  public void run(ReplayRequest request, ReplayListener listener) throws StoreFailure {
    RecordedInput input = request.input();
    boolean isKappa = request.batches() == 0;
    int publications = isKappa ? KAPPA_PUBLICATIONS : request.batches();
    SliceBits slices =
        request
            .sliceBits()
            .map(SliceBits::new)
            .getOrElse(() -> input.slicesFor(publications, MAX_SLICE_BITS));
    listener.read(input.records(), input.partitions(), slices, request.sliceBits().isEmpty());

    Map<String, Topic> topics = new TreeMap<>();
    List<Partition> all = new ArrayList<>();
    for (Map.Entry<String, Integer> topic : input.topics().entrySet()) {
      topics.put(topic.getKey(), inputLog.create(topic.getKey(), topic.getValue()));
      all.addAll(log.partitions(topic.getKey()));
    }
    RecordedInput.Partitions partitions = (name, number) -> partition(topics, name, number);
    OffsetVector origin = inputLog.begin(input.origin(partitions));
    DefinitionSpec spec = request.spec().withSliceBits(slices);
    Coverage opened = layers.adoption().open(spec, origin);
    Definition definition = opened.servingLane().definition();
    SpeedLayer speedLayer = layers.speed(definition);
    Archiver archiver = layers.archiver(origin);
    SegmentSource source = isKappa ? layers.closedSliceSource() : layers.archiveSource(engine);
    Publisher publisher = layers.publisher(engine, source, nonces);
    Cleaner cleaner = layers.cleaner();
    for (Partition partition : all) {
      speedLayer.own(partition);
    }

    for (int part = 0; part <= publications; part++) {
      input.appendPart(inputLog, partitions, part, publications + 1);
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

  /** Folds up to the end of the log. */
  private void fold(SpeedLayer layer) throws StoreFailure {
    for (Partition partition : layer.owned()) {
      long end = log.bounds(partition).to();
      while (layer.positions().getOrDefault(partition, end) < end) {
        layer.step(MAX_WAIT);
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

  /** Answers a query. */
  public Answer answer(Workload<?> workload, Query.Fitted query, Layer layer, LabelsAt labels)
      throws StoreFailure {
    Answer answer = layers.reader().answer(query, layer, labels, OffsetVector.ZERO);
    LogWatch watch = new LogWatch(log, workload.topics(), clock, Duration.ZERO);
    return answer.behind(watch.behind(answer.provenance().reach()));
  }

  /** An auditor of the answers; usable during and after {@link #run}. */
  public Auditor auditor() {
    return layers.auditor();
  }

  /** The layers that the replay ran. */
  public Layers layers() {
    return layers;
  }

  /** The balance of all events: how many were folded, duplicates, or rejected. */
  public Answer balance(Workload<?> workload) throws StoreFailure {
    return answer(workload, Query.ALL.fit(Balance.PRESENTATION).get(), Layer.MERGED, LabelsAt.NONE);
  }

  /** Passes every rejected event of the serving definition, in order of position. */
  public void rejections(String workload, Consumer<RejectedEvent> each) throws StoreFailure {
    Coverage coverage = layers.ports().ledger().read(workload).get();
    try (Cursor<RejectedEvent> events = layers.ports().rejected().read(coverage.serving())) {
      for (Option<RejectedEvent> event = events.next(); event.isDefined(); event = events.next()) {
        each.accept(event.get());
      }
    }
  }
}
