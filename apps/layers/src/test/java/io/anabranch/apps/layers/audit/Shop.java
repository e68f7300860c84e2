package io.anabranch.apps.layers.audit;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.archive.Archiver;
import io.anabranch.apps.layers.batch.Adoption;
import io.anabranch.apps.layers.batch.ArchiveSource;
import io.anabranch.apps.layers.batch.Cleaner;
import io.anabranch.apps.layers.batch.EmbeddedBatchEngine;
import io.anabranch.apps.layers.batch.Publisher;
import io.anabranch.apps.layers.log.ArchiveBackedLog;
import io.anabranch.apps.layers.serving.Reader;
import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.apps.workloads.WorkloadCatalog;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.vending.VendingWorkload;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** Vending machines with all layers over ports in memory, run by hand. */
public final class Shop {

  static final DefinitionSpec SPEC =
      DefinitionSpec.of(VendingWorkload.NAME, new SliceBits(3))
          .withDuplicates(new DuplicateRule("order", 20));

  public static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_800_000_000L), ZoneOffset.UTC);

  private final InMemoryEventLog log;
  private final List<Partition> partitions;
  private final LayerPorts ports;
  private SpeedLayer speed;
  private int sold;
  private int nonces;

  public Shop() {
    this(Faults.NONE);
  }

  /** A shop that is open: two partitions of which the first starts at offset 5. */
  Shop(Faults faults) {
    log = new InMemoryEventLog(faults);
    log.createTopic(VendingWorkload.TOPIC, 2);
    ports = LayerPorts.inMemory(log, faults, new WireStateCodec());
    try {
      partitions = List.copyOf(log.partitions(VendingWorkload.TOPIC));
      log.advanceEnd(partitions.get(0), 5);
      adoption().open(SPEC, OffsetVector.of(partitions.get(0), 5));
      speed = owner();
    } catch (StoreFailure failure) {
      throw new AssertionError(failure);
    }
  }

  public static WorkloadFactory vending() {
    return WorkloadCatalog.shipped().all().stream()
        .filter(factory -> factory.workload().equals(VendingWorkload.NAME))
        .findFirst()
        .orElseThrow();
  }

  InMemoryEventLog log() {
    return log;
  }

  Partition partition(int number) {
    return partitions.get(number);
  }

  public LayerPorts ports() {
    return ports;
  }

  public Reader reader() {
    return reader(ports);
  }

  static Reader reader(LayerPorts ports) {
    return new Reader(
        VendingWorkload.NAME,
        ports.ledger(),
        ports.progress(),
        ports.speed(),
        ports.batch(),
        ports.codec());
  }

  Auditor auditor() {
    return auditor(ports);
  }

  static Auditor auditor(LayerPorts ports) {
    return new Auditor(vending(), ports, reader(ports));
  }

  /** These ports, with other stores to read from. */
  LayerPorts with(SpeedViews views) {
    return new LayerPorts(
        ports.log(),
        ports.archive(),
        views,
        ports.progress(),
        ports.batch(),
        ports.ledger(),
        ports.rejected(),
        ports.codec());
  }

  LayerPorts with(BatchViews views) {
    return new LayerPorts(
        ports.log(),
        ports.archive(),
        ports.speed(),
        ports.progress(),
        views,
        ports.ledger(),
        ports.rejected(),
        ports.codec());
  }

  LayerPorts with(EventLog other) {
    return new LayerPorts(
        other,
        ports.archive(),
        ports.speed(),
        ports.progress(),
        ports.batch(),
        ports.ledger(),
        ports.rejected(),
        ports.codec());
  }

  /** Appends so many purchases, of every tenth kind one that is broken or repeated. */
  public void sell(int purchases) {
    for (int i = 0; i < purchases; i++, sold++) {
      String value =
          sold % 10 == 7
              ? "{\"item\":"
              : String.format(
                  Locale.ROOT,
                  "{\"item\":\"item%d\",\"customer_id\":%d,\"price\":%d.25,\"ones\":%d,"
                      + "\"snack_automat_id\":\"m%d\",\"order\":\"o%d\","
                      + "\"timestamp\":\"2024-08-01 %02d:31:21\"}",
                  sold % 7,
                  sold % 11,
                  sold % 3,
                  1 + sold % 4,
                  sold % 5,
                  sold % 10 == 9 ? sold - 4 : sold,
                  sold % 24);
      append(sold % 3 == 0 ? 0 : 1, value);
    }
  }

  private void append(int partition, String value) {
    try {
      log.append(
          partitions.get(partition),
          1_722_500_000_000L + sold,
          Option.none(),
          Option.some(value.getBytes(StandardCharsets.UTF_8)));
    } catch (StoreFailure failure) {
      throw new AssertionError(failure);
    }
  }

  /** A new owner of all partitions. */
  SpeedLayer owner() throws StoreFailure {
    SpeedLayer layer =
        new SpeedLayer(
            serving(),
            vending().create(serving().spec()),
            new ArchiveBackedLog(log, ports.archive()),
            ports.ledger(),
            ports.progress(),
            ports.speed(),
            ports.rejected(),
            ports.codec(),
            1_000);
    for (Partition partition : partitions) {
      layer.own(partition);
    }
    return layer;
  }

  public void fold() throws StoreFailure {
    while (speed.step() > 0) {
      // Until the end of the log.
    }
  }

  void archive() throws StoreFailure {
    Archiver archiver =
        new Archiver(log, ports.archive(), OffsetVector.of(partitions.get(0), 5), 100);
    for (Partition partition : partitions) {
      while (archiver.step(partition)) {
        // One file after the other.
      }
    }
  }

  /** Archives, publishes and cleans. */
  public void publish() throws StoreFailure {
    archive();
    publish(serving().number());
  }

  public void publish(DefinitionNumber number) throws StoreFailure {
    EmbeddedBatchEngine engine =
        new EmbeddedBatchEngine(
            vending(),
            ports.archive(),
            ports.batch(),
            ports.rejected(),
            ports.codec(),
            new AtOnce(),
            2,
            1_000);
    new Publisher(
            VendingWorkload.NAME,
            ports.ledger(),
            ports.batch(),
            engine,
            new ArchiveSource(vending(), ports.archive(), engine),
            () -> "n" + nonces++)
        .publish(number);
    new Cleaner(
            VendingWorkload.NAME,
            vending(),
            ports.ledger(),
            ports.speed(),
            ports.progress(),
            ports.batch())
        .clean(number);
  }

  /** Lets a definition with other slices and without event ids serve. */
  public void switchDefinition() throws StoreFailure {
    DefinitionNumber before = serving().number();
    Definition next = adoption().adopt(DefinitionSpec.of(VendingWorkload.NAME, new SliceBits(2)));
    archive();
    publish(next.number());
    SpeedLayer beside =
        new SpeedLayer(
            next,
            vending().create(next.spec()),
            new ArchiveBackedLog(log, ports.archive()),
            ports.ledger(),
            ports.progress(),
            ports.speed(),
            ports.rejected(),
            ports.codec(),
            1_000);
    for (Partition partition : partitions) {
      beside.own(partition);
    }
    while (beside.step() > 0) {
      // Until the end of the log.
    }
    if (!adoption().switchTo(next.number())) {
      throw new AssertionError(next + " does not reach as far as the one that serves");
    }
    adoption().retire(before);
    speed = beside;
  }

  Adoption adoption() {
    return new Adoption(VendingWorkload.NAME, ports.ledger(), ports.progress());
  }

  Lane lane() throws StoreFailure {
    return ports.ledger().read(VendingWorkload.NAME).get().servingLane();
  }

  Definition serving() throws StoreFailure {
    return lane().definition();
  }

  private static final class AtOnce extends AbstractExecutorService {
    @Override
    public void execute(Runnable command) {
      command.run();
    }

    @Override
    public void shutdown() {
      // Nothing waits here.
    }

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
