package io.anabranch.apps.launch.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.launch.settings.AnabranchSettings;
import io.anabranch.apps.launch.settings.Settings;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.layers.running.LayerProcess;
import io.anabranch.apps.layers.running.LayerThreads;
import io.anabranch.apps.layers.running.MetricRegistry;
import io.anabranch.apps.workloads.WorkloadCatalog;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.social.SocialWorkload;
import io.anabranch.domain.vending.VendingWorkload;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.forwarding.ForwardingMasterDataset;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.anabranch.ports.inmemory.InMemoryMasterDataset;
import io.anabranch.ports.inmemory.InMemoryPartitionGroup;
import io.anabranch.ports.inmemory.PortCall;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The layers as processes run them, over ports in memory. */
@Timeout(180)
final class ProcessesTest {

  private static final String TOPIC = VendingWorkload.TOPIC;
  private static final Duration SOON = Duration.ofMillis(2);

  private final AtomicBoolean isStoreAway = new AtomicBoolean();
  private final InMemoryEventLog log = new InMemoryEventLog();
  private final LayerPorts ports =
      LayerPorts.inMemory(
          log,
          new Faults() {
            @Override
            public void before(PortCall call) throws StoreFailure {
              if (isStoreAway.get()) {
                throw new StoreFailure.Unavailable("the store is down");
              }
            }
          },
          new WireStateCodec());
  private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
  private final LayerThreads threads = new LayerThreads("layer vending", ended::complete);
  private final LayerThreads another = new LayerThreads("another", ended::complete);
  private final ExecutorService folding = Executors.newFixedThreadPool(1);
  private final AtomicInteger nonces = new AtomicInteger();
  private final Told told = new Told();
  private final WorkloadSetup setup = setup(VendingWorkload.NAME);

  private static WorkloadSetup setup(String workload) {
    try {
      WorkloadCatalog catalog = WorkloadCatalog.shipped();
      return AnabranchSettings.of(
              Settings.load(Option.none(), Map.of(), Map.of("workloads.vending.slice-bits", "2")),
              catalog.all())
          .workload(catalog.find(workload).get());
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }

  @BeforeEach
  void sell() throws StoreFailure {
    log.createTopic(TOPIC, 2);
    produce(40);
  }

  @AfterEach
  void end() {
    threads.close();
    another.close();
    folding.shutdownNow();
  }

  private void produce(int records) throws StoreFailure {
    List<Partition> partitions = List.copyOf(log.partitions(TOPIC));
    for (int i = 0; i < records; i++) {
      String value =
          "{\"item\":\"apple\",\"customer_id\":1,\"healthy_food\":\"healthy\",\"price\":1,"
              + "\"snack_automat_id\":\"A\",\"timestamp\":\"2024-08-01 13:31:21\"}";
      log.append(
          partitions.get(i % partitions.size()),
          0,
          Option.none(),
          Option.some(value.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private LayerIntervals periods() {
    return new LayerIntervals(SOON, Option.some(SOON), SOON, 4096, 1_000);
  }

  private ArchiveProcess archive(MasterDataset archive) {
    return new ArchiveProcess(setup, log, archive, periods(), Clock.systemUTC());
  }

  private SpeedProcess speed() {
    return new SpeedProcess(
        setup, layers(setup), new InMemoryPartitionGroup(log, List.of(TOPIC)).join(), periods());
  }

  private BatchProcess batch() {
    return new BatchProcess(
        setup,
        layers(setup),
        periods(),
        folding,
        () -> Integer.toString(nonces.incrementAndGet()),
        Clock.systemUTC());
  }

  private Layers layers(WorkloadSetup of) {
    return new Layers(of.factory(), ports, SizesModule.sizes(periods()));
  }

  private AuditProcess audit() {
    return new AuditProcess(layers(setup));
  }

  private <T extends LayerProcess> T start(T process) throws StoreFailure {
    return start(process, threads);
  }

  private <T extends LayerProcess> T start(T process, LayerThreads of) throws StoreFailure {
    process.start(of);
    process.measure(told);
    return process;
  }

  private void endsWith(String description) throws Exception {
    assertThat(ended.get(60, TimeUnit.SECONDS))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining(description);
    assertThat(threads.activeFailures().mkString()).contains(description);
  }

  // What cannot be right

  @Test
  void archiveGoesOnWithATopicThatWasRecreated() throws Exception {
    start(archive(ports.archive()));
    eventually(() -> told.is("archiver.records", 40));

    log.recreateTopic(TOPIC);
    produce(10);

    eventually(() -> told.is("archiver.records", 50));
    assertThat(ended).isNotDone();
  }

  @Test
  void archiveEndsWhereRecordsWereLostBeforeTheyWereArchived() throws Exception {
    start(archive(ports.archive()));
    eventually(() -> told.is("archiver.records", 40));

    log.truncate(List.copyOf(log.partitions(TOPIC)).get(0), 3);

    endsWith("records were lost");
  }

  @Test
  void speedFoldsWhatIsThereAndTellsOfATopicThatIsNot() throws Exception {
    log.createTopic(SocialWorkload.POSTS_TOPIC, 1);
    Partition posts = log.partitions(SocialWorkload.POSTS_TOPIC).first();
    log.append(posts, 0, Option.none(), Option.some(new byte[] {'{'}));
    WorkloadSetup social = setup(SocialWorkload.NAME);

    start(
        new SpeedProcess(
            social,
            layers(social),
            new InMemoryPartitionGroup(log, social.topics()).join(),
            periods()));

    eventually(() -> told.at("speed.offsets") == 1);
    eventually(
        () ->
            threads
                .activeFailures()
                .exists(
                    description ->
                        description.contains(
                            "topics do not exist: " + SocialWorkload.COMMENTS_TOPIC)));
    assertThat(ended).isNotDone();
  }

  @Test
  void speedEndsWhereTheTopicWasRecreated() throws Exception {
    start(speed());
    eventually(() -> told.is("speed.offsets", 40));

    log.recreateTopic(TOPIC);

    endsWith("recreated");
  }

  @Test
  void speedEndsWhereRecordsWereLost() throws Exception {
    start(speed());
    eventually(() -> told.is("speed.offsets", 40));

    log.truncate(List.copyOf(log.partitions(TOPIC)).get(1), 3);

    endsWith("records were lost");
  }

  @Test
  void batchEndsWhereTheArchiveHasAGap() throws Exception {
    archiveInThreeFiles();
    ((InMemoryMasterDataset) ports.archive())
        .loseEntry(List.copyOf(log.partitions(TOPIC)).get(0), 20);

    start(batch());

    endsWith("a gap");
  }

  @Test
  void batchEndsWhereTheTopicWasRecreated() throws Exception {
    archiveInThreeFiles();
    start(batch());
    eventually(() -> told.is("publications", 1));

    log.recreateTopic(TOPIC);
    produce(40);
    archiveAll();

    endsWith("recreated");
  }

  private void archiveInThreeFiles() throws StoreFailure {
    archiveAll();
    produce(40);
    archiveAll();
    produce(40);
    archiveAll();
  }

  private void archiveAll() throws StoreFailure {
    for (Partition partition : log.partitions(TOPIC)) {
      long from =
          ports
              .archive()
              .manifest(partition, 0)
              .lastOption()
              .map(e -> e.range().to())
              .getOrElse(0L);
      ports.archive().append(log.read(partition, from, 1_000).get());
    }
  }

  @Test
  void auditEndsWhereRecordsWereLost() throws Exception {
    start(speed());
    eventually(() -> told.is("speed.offsets", 40));
    AuditProcess audit = start(audit());
    eventually(() -> told.at("audit.cycles") > 0);
    assertThat(audit.isDone()).isFalse();

    log.truncate(List.copyOf(log.partitions(TOPIC)).get(1), 3);

    eventually(audit::isDone);
    assertThat(audit.isRight()).isFalse();
    assertThat(told.at("audit.divergences")).isPositive();
  }

  @Test
  void auditWaitsForTheFirstLayerAndSaysSo() throws Exception {
    AuditProcess audit = start(audit());
    eventually(() -> threads.activeFailures().mkString().contains("vending has no coverage"));
    assertThat(audit.isDone()).isFalse();

    start(speed());

    eventually(() -> told.at("audit.cycles") > 0 && threads.activeFailures().isEmpty());
    assertThat(audit.isRight()).isTrue();
    assertThat(ended).isNotDone();
  }

  // What is away for a while

  @Test
  void troublesStandWhileAStoreIsAwayAndThenAllGoesOn() throws Exception {
    start(speed());
    eventually(() -> told.is("speed.offsets", 40));

    isStoreAway.set(true);
    produce(2);
    eventually(() -> threads.activeFailures().mkString().contains("the store is down"));
    isStoreAway.set(false);

    eventually(() -> told.is("speed.offsets", 42) && threads.activeFailures().isEmpty());
    assertThat(ended).isNotDone();
  }

  // Numbers

  @Test
  void eachTellsWhatItHasDone() throws Exception {
    start(archive(ports.archive()), another);
    start(speed());
    start(batch());
    eventually(
        () ->
            told.is("archiver.records", 40)
                && told.is("speed.offsets", 40)
                && told.at("publications") > 0
                && told.offsets("partition.log.end.offset").values().contains(20L));

    assertThat(told.at("archiver.files")).isEqualTo(2);
    assertThat(told.at("speed.rows")).isPositive();
    assertThat(told.at("partitions.owned")).isEqualTo(2);
    assertThat(told.offsets("partition.archived.offset").values()).containsExactly(20L, 20L);
    assertThat(told.offsets("partition.folded.offset").values()).containsExactly(20L, 20L);
    eventually(() -> told.offsets("partition.cut.offset").size() == 2);
    assertThat(told.offsets("partition.cut.offset").values()).containsExactly(20L, 20L);
    assertThat(told.at("epoch")).isPositive();
    assertThat(told.at("segments")).isPositive();
    assertThat(told.at("last.publication.timestamp.seconds")).isPositive();
    assertThat(threads.lastSuccess())
        .containsKeys("follower", "speed d1", "publisher", "log's end");
    assertThat(another.lastSuccess()).containsOnlyKeys("archiver", "sweeper", "log's end");
  }

  // Sweeping

  @Test
  void archiversSweepWhatWasLeftBehindLongAgo() throws Exception {
    Swept swept = new Swept(ports.archive());
    archive(swept).start(another);
    start(archive(swept));
    eventually(() -> swept.before.size() == 2 && told.at("archiver.swept") == 7);

    assertThat(swept.before)
        .allMatch(before -> before.isBefore(Instant.now().minus(Duration.ofMinutes(59))))
        .allMatch(before -> before.isAfter(Instant.now().minus(Duration.ofMinutes(61))));
    assertThat(ended).isNotDone();
  }

  private static final class Swept extends ForwardingMasterDataset {
    private final List<Instant> before = new CopyOnWriteArrayList<>();

    Swept(MasterDataset archive) {
      super(archive);
    }

    @Override
    public long sweep(Instant earlier) {
      before.add(earlier);
      return 7;
    }
  }

  /** What processes tell, asked whenever a test looks. */
  private static final class Told implements MetricRegistry {
    private final Map<String, LongSupplier> numbers = new ConcurrentHashMap<>();
    private final Map<String, Supplier<Map<Partition, Long>>> offsets = new ConcurrentHashMap<>();

    @Override
    public void counter(String name, String description, LongSupplier value) {
      numbers.put(name, value);
    }

    @Override
    public void gauge(String name, String description, LongSupplier value) {
      numbers.put(name, value);
    }

    @Override
    public void offsets(String name, String description, Supplier<Map<Partition, Long>> value) {
      offsets.put(name, value);
    }

    long at(String name) {
      return Option.of(numbers.get(name)).get().getAsLong();
    }

    boolean is(String name, long value) {
      return at(name) == value;
    }

    Map<Partition, Long> offsets(String name) {
      return Option.of(offsets.get(name)).get().get();
    }
  }
}
