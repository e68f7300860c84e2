package io.anabranch.apps.http;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.http.status.Latency;
import io.anabranch.apps.http.status.LiveStatus;
import io.anabranch.apps.http.status.PartitionStatus;
import io.anabranch.apps.http.status.ServedWorkload;
import io.anabranch.apps.http.status.ValidationPoint;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.archive.Archiver;
import io.anabranch.apps.layers.archive.ManifestChain;
import io.anabranch.apps.layers.audit.AuditReport;
import io.anabranch.apps.layers.audit.Finding;
import io.anabranch.apps.layers.audit.NotChecked;
import io.anabranch.apps.layers.batch.Adoption;
import io.anabranch.apps.layers.batch.ArchiveSource;
import io.anabranch.apps.layers.batch.Cleaner;
import io.anabranch.apps.layers.batch.EmbeddedBatchEngine;
import io.anabranch.apps.layers.batch.Publication;
import io.anabranch.apps.layers.batch.Publisher;
import io.anabranch.apps.layers.log.ArchiveBackedLog;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.layers.serving.LogWatch;
import io.anabranch.apps.layers.serving.Reader;
import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.apps.workloads.WorkloadCatalog;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.metrics.MetricsWorkload;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.anabranch.ports.inmemory.PortCall;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A workload with all its real layers over ports in memory, which runs one step at a time on the
 * calling thread. Its total is recounted from the records produced, and stores fail on request.
 */
final class RunningWorkload implements ServedWorkload, Faults {

  private static final int RECORDS_AT_ONCE = 4_096;
  private static final int MOST_POINTS = 240;
  private static final SliceBits SLICES = new SliceBits(6);

  private final SampleData life;
  private final Random random;
  private final Clock clock;
  private final Workload<?> workload;
  private final InMemoryEventLog log = new InMemoryEventLog(this);
  private final LayerPorts ports;
  private final List<Partition> partitions = new ArrayList<>();
  private final OffsetVector origin;
  private final SpeedLayer speed;
  private final Archiver archiver;
  private final Publisher publisher;
  private final Cleaner cleaner;
  private final Reader reader;
  private final Definition definition;
  private final AtomicReference<String> failing = new AtomicReference<>("");
  private final AtomicReference<LiveStatus> status = new AtomicReference<>();
  private final Map<Partition, List<Long>> counted = new HashMap<>();
  private final AtomicReference<Vector<Finding>> findings = new AtomicReference<>(Vector.empty());
  private final AtomicReference<Vector<String>> activeFailures =
      new AtomicReference<>(Vector.empty());
  private final AtomicReference<NotChecked> notChecked = new AtomicReference<>(NotChecked.NONE);
  private final AtomicReference<Option<String>> auditFailure = new AtomicReference<>(Option.none());
  private final AtomicReference<Option<Hold>> hold = new AtomicReference<>(Option.none());
  private Vector<ValidationPoint> totals = Vector.empty();
  private long publications;
  private Option<Instant> lastPublication = Option.none();
  private long steps;

  RunningWorkload(SampleData life, long seed, Clock clock, ExecutorService threads) {
    this.life = life;
    this.random = new Random(seed);
    this.clock = clock;
    WorkloadFactory factory =
        WorkloadCatalog.shipped().all().stream()
            .filter(f -> f.workload().equals(life.workload()))
            .findFirst()
            .orElseThrow();
    DefinitionSpec spec = DefinitionSpec.of(life.workload(), SLICES);
    this.workload = factory.create(spec);
    this.ports = LayerPorts.inMemory(log, this, new WireStateCodec());
    try {
      for (String topic : workload.topics()) {
        log.createTopic(topic, 2);
        partitions.addAll(log.partitions(topic));
      }
      OffsetVector start = OffsetVector.ZERO;
      for (Partition partition : partitions) {
        counted.put(partition, new ArrayList<>());
      }
      this.origin = start;
      this.definition =
          new Adoption(life.workload(), ports.ledger(), ports.progress())
              .open(spec, origin)
              .servingLane()
              .definition();
      this.speed =
          new SpeedLayer(
              definition,
              workload,
              new ArchiveBackedLog(log, ports.archive()),
              ports.ledger(),
              ports.progress(),
              ports.speed(),
              ports.rejected(),
              ports.codec(),
              RECORDS_AT_ONCE);
      this.archiver = new Archiver(log, ports.archive(), origin, RECORDS_AT_ONCE);
      EmbeddedBatchEngine engine =
          new EmbeddedBatchEngine(
              factory,
              ports.archive(),
              ports.batch(),
              ports.rejected(),
              ports.codec(),
              threads,
              2,
              100_000);
      AtomicInteger nonces = new AtomicInteger();
      this.publisher =
          new Publisher(
              life.workload(),
              ports.ledger(),
              ports.batch(),
              engine,
              new ArchiveSource(factory, ports.archive(), engine),
              () -> "n" + nonces.incrementAndGet());
      this.cleaner =
          new Cleaner(
              life.workload(),
              factory,
              ports.ledger(),
              ports.speed(),
              ports.progress(),
              ports.batch());
      this.reader =
          new Reader(
              workload.name(),
              ports.ledger(),
              ports.progress(),
              ports.speed(),
              ports.batch(),
              ports.codec());
      for (Partition partition : partitions) {
        speed.own(partition);
      }
      refreshStatus(0);
    } catch (StoreFailure failure) {
      throw new AssertionError(failure);
    }
  }

  /** Produces records, folds them, and archives and publishes after several steps. */
  RunningWorkload step(int records) {
    try {
      produce(records);
      fold();
      if (steps % 3 == 2) {
        archive();
      }
      if (steps % 12 == 11) {
        publish();
      }
      steps++;
      refreshStatus(records);
    } catch (StoreFailure failure) {
      status.updateAndGet(
          old -> with(old, audit(), Vector.of(failure.getMessage() + "; tried again")));
    }
    return this;
  }

  /** Produces records without folding them. */
  void produce(int records) {
    Instant now = clock.instant();
    for (int i = 0; i < records; i++) {
      SampleData.Message message = life.next(random, now.minusSeconds(random.nextInt(7200)));
      List<Partition> own =
          partitions.stream().filter(p -> p.topic().name().equals(message.topic())).toList();
      Partition partition = own.get(random.nextInt(4) == 0 ? 0 : own.size() - 1);
      List<Long> sums = counted.get(partition);
      long before = sums.isEmpty() ? 0 : sums.get(sums.size() - 1);
      sums.add(before + message.adds());
      unchecked(
          () ->
              log.append(
                  partition,
                  now.toEpochMilli(),
                  Option.none(),
                  Option.some(message.value().getBytes(StandardCharsets.UTF_8))));
    }
  }

  private void fold() throws StoreFailure {
    while (speed.step() > 0) {
      // Until there is nothing to fold.
    }
  }

  private void archive() throws StoreFailure {
    for (Partition partition : partitions) {
      while (archiver.step(partition)) {
        // Each step archives one file.
      }
    }
  }

  private void publish() throws StoreFailure {
    if (publisher.publish(definition.number()) instanceof Publication.Published) {
      publications++;
      lastPublication = Option.some(clock.instant());
      cleaner.clean(definition.number());
    }
  }

  /** Makes every call of a port fail from now on; an empty name ends that. */
  void fail(String port) {
    failing.set(port);
  }

  /** Makes the auditor report a finding. */
  void diverge(String description) {
    OffsetVector reach = status.get().totals().last().reach();
    findings.updateAndGet(
        before -> before.append(new Finding.Unreadable("a row", reach, description)));
    LiveStatus old = status.get();
    status.set(with(old, audit(), old.activeFailures()));
  }

  /** Makes the auditor skip checks, and report why. */
  void leaveUnchecked(NotChecked what, String why) {
    notChecked.set(what);
    auditFailure.set(Option.some(why));
    status.updateAndGet(old -> with(old, audit(), old.activeFailures()));
  }

  /** Blocks answers until a test continues them. */
  record Hold(CountDownLatch begun, CountDownLatch over) {}

  /** Blocks answers from now on. */
  Hold hold() {
    Hold held = new Hold(new CountDownLatch(1), new CountDownLatch(1));
    hold.set(Option.some(held));
    return held;
  }

  private void waitIfHeld() {
    for (Hold held : hold.get()) {
      held.begun().countDown();
      try {
        held.over().await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Reports an active failure from now on. */
  void activeFailure(String description) {
    activeFailures.set(Vector.of(description));
    status.updateAndGet(old -> with(old, old.audit(), activeFailures.get()));
  }

  private AuditReport audit() {
    return new AuditReport(
        steps / 4,
        steps * 3,
        steps * 21,
        OffsetVector.ZERO,
        notChecked.get(),
        findings.get(),
        0,
        auditFailure.get());
  }

  private static LiveStatus with(LiveStatus old, AuditReport audit, Vector<String> activeFailures) {
    return new LiveStatus(
        old.workload(),
        old.at(),
        old.definition(),
        old.epoch(),
        old.segments(),
        old.publications(),
        old.lastPublication(),
        old.eventsPerSecond(),
        old.balance(),
        old.partitions(),
        old.visible(),
        old.validated(),
        old.totals(),
        audit,
        old.losses(),
        activeFailures);
  }

  @Override
  public void before(PortCall call) throws StoreFailure {
    if (call.port().equals(failing.get())) {
      throw new StoreFailure.Unavailable(call.port() + " does not answer");
    }
  }

  @Override
  public Workload<?> workload() {
    return workload;
  }

  @Override
  public Answer answer(Query.Fitted query, Layer layer, OffsetVector atLeast) throws StoreFailure {
    waitIfHeld();
    LabelsAt labels =
        life.workload().equals(MetricsWorkload.NAME)
            ? new LabelsAt(io.anabranch.domain.metrics.Specifications.NONE.groups(), 0)
            : LabelsAt.NONE;
    Answer answer = reader.answer(query, layer, labels, atLeast);
    LogWatch watch = new LogWatch(log, workload.topics(), clock, Duration.ZERO);
    return answer.behind(watch.behind(answer.provenance().reach()));
  }

  @Override
  public LiveStatus status() {
    return status.get();
  }

  private void refreshStatus(int records) throws StoreFailure {
    Lane lane = ports.ledger().read(life.workload()).get().servingLane();
    OffsetVector progress = ports.progress().read(definition.number());
    Vector<PartitionStatus> all = Vector.empty();
    for (Partition partition : partitions) {
      OffsetRange bounds = log.bounds(partition);
      all =
          all.append(
              new PartitionStatus(
                  partition,
                  origin.at(partition),
                  bounds.from(),
                  ManifestChain.endFrom(ports.archive(), partition, origin.at(partition)),
                  lane.cut().at(partition),
                  progress.at(partition),
                  bounds.to()));
    }
    if (records > 0) {
      totals = totals.append(point()).takeRight(MOST_POINTS);
    }
    status.set(
        new LiveStatus(
            life.workload(),
            clock.instant(),
            definition.number(),
            lane.epoch(),
            lane.chain().segments().size(),
            publications,
            lastPublication,
            records * 4.0,
            balance(),
            all,
            new Latency(
                steps, Duration.ofNanos(1_400_000), Duration.ofMillis(6), Duration.ofMillis(31)),
            life.of(),
            totals,
            audit(),
            Vector.empty(),
            activeFailures.get()));
  }

  private Balance balance() throws StoreFailure {
    Balance sum = Balance.MEASURE.monoid().zero();
    OffsetVector progress = ports.progress().read(definition.number());
    // The layers counted the balance; this only adds up its rows.
    try (var rows =
        ports
            .speed()
            .read(definition.number(), Balance.VIEW, io.anabranch.domain.view.Selection.ALL)) {
      for (var row = rows.next(); row.isDefined(); row = rows.next()) {
        if (SLICES.endOf(row.get().slice()) > cut().at(row.get().partition())
            && progress.at(row.get().partition()) > 0) {
          sum = sum.plus(ports.codec().decode(Balance.VIEW, row.get().state()).of(Balance.MEASURE));
        }
      }
    }
    for (var segment :
        ports.ledger().read(life.workload()).get().servingLane().chain().segments()) {
      try (var rows =
          ports
              .batch()
              .read(segment.name(), Balance.VIEW, io.anabranch.domain.view.Selection.ALL)) {
        for (var row = rows.next(); row.isDefined(); row = rows.next()) {
          sum = sum.plus(ports.codec().decode(Balance.VIEW, row.get().state()).of(Balance.MEASURE));
        }
      }
    }
    return sum;
  }

  private OffsetVector cut() throws StoreFailure {
    return ports.ledger().read(life.workload()).get().servingLane().cut();
  }

  private ValidationPoint point() throws StoreFailure {
    Answer merged = total(Layer.MERGED);
    OffsetVector reach = merged.provenance().reach();
    long recount = 0;
    for (Partition partition : partitions) {
      recount += recount(partition, reach.at(partition));
    }
    return new ValidationPoint(
        clock.instant(),
        reach,
        sum(total(Layer.BATCH)),
        sum(total(Layer.SPEED)),
        sum(merged),
        recount);
  }

  /** The total of the records of a partition before an offset. */
  long recount(Partition partition, long offset) {
    return offset == 0 ? 0 : counted.get(partition).get((int) offset - 1);
  }

  List<Partition> partitions() {
    return List.copyOf(partitions);
  }

  private Answer total(Layer layer) throws StoreFailure {
    Query.Fitted all = Query.ALL.fit(workload.presentation(life.view()).get()).get();
    return answer(all, layer, OffsetVector.ZERO);
  }

  private double sum(Answer answer) {
    double sum = 0;
    for (Row row : answer.rows()) {
      int field = row.fields().indexOf(life.field());
      sum += ((Value.Whole) row.values().get(field)).number().doubleValue();
    }
    return sum;
  }

  @FunctionalInterface
  private interface Action {
    long run() throws StoreFailure;
  }

  private static void unchecked(Action action) {
    try {
      long unused = action.run();
    } catch (StoreFailure failure) {
      throw new AssertionError(failure);
    }
  }
}
