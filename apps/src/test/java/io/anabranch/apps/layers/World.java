package io.anabranch.apps.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.archive.Archiver;
import io.anabranch.apps.archive.ManifestChain;
import io.anabranch.apps.audit.AuditReport;
import io.anabranch.apps.audit.Auditor;
import io.anabranch.apps.batch.Adoption;
import io.anabranch.apps.batch.ArchiveSource;
import io.anabranch.apps.batch.Cleaner;
import io.anabranch.apps.batch.ClosedSliceSource;
import io.anabranch.apps.batch.EmbeddedBatchEngine;
import io.anabranch.apps.batch.Publication;
import io.anabranch.apps.batch.Publisher;
import io.anabranch.apps.batch.SegmentSource;
import io.anabranch.apps.log.RetainedLog;
import io.anabranch.apps.serving.LabelsAt;
import io.anabranch.apps.serving.Reader;
import io.anabranch.apps.speed.SpeedLayer;
import io.anabranch.apps.wiring.Ports;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryBatchViews;
import io.anabranch.ports.inmemory.InMemoryCoverageLedger;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.anabranch.ports.inmemory.InMemoryMasterDataset;
import io.anabranch.ports.inmemory.InMemoryProgress;
import io.anabranch.ports.inmemory.InMemoryRejectedEvents;
import io.anabranch.ports.inmemory.InMemorySpeedViews;
import io.anabranch.ports.inmemory.PortCall;
import io.vavr.control.Option;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A workload with all its layers over the in-memory ports, and one thread that runs them in an
 * order that a seed decides. Others run between any two port calls of an act, acts fail before or
 * after their effect, and actors die; whatever is answered is compared with a recount.
 */
final class World {

  /** An actor dies: what it had in memory is gone, what it did stays. */
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  @FunctionalInterface
  private interface Act {
    void run() throws StoreFailure;
  }

  /** How wild a world is. */
  record Weather(boolean isInterleaved, boolean isFaulty) {}

  private static final int DEEPEST = 3;

  private final Input input;
  private final WorkloadFactory workloads;
  private final String workload;
  private final Random random;
  private final Weather weather;
  private final Chance chance = new Chance();
  private final StateCodec codec = new WireStateCodec();

  private final InMemoryEventLog log = new InMemoryEventLog(chance);
  private final InMemoryMasterDataset archive = new InMemoryMasterDataset(chance);
  private final InMemoryProgress progress = new InMemoryProgress(chance);
  private final InMemorySpeedViews speed = new InMemorySpeedViews(chance);
  private final TornSpeedViews torn;
  private final InMemoryBatchViews batch = new InMemoryBatchViews(chance);
  private final InMemoryCoverageLedger ledger = new InMemoryCoverageLedger(chance);
  private final InMemoryRejectedEvents rejected = new InMemoryRejectedEvents(chance);

  private final List<Logged> logged = new ArrayList<>();
  private final OffsetVector origin;
  private final Map<DefinitionNumber, DefinitionSpec> specs = new HashMap<>();
  private final Set<DefinitionNumber> kappa = new TreeSet<>();
  private final List<Owner> owners = new ArrayList<>();
  private final List<Archivist> archivists = new ArrayList<>();
  private final Recount recount;
  private Auditor auditor;
  private boolean isAuditing;
  private int auditDepth;
  private int depth;
  private int inBetween;
  private int nonce;
  private final Map<String, Integer> tally = new java.util.TreeMap<>();

  private static final class Owner {
    private final Definition definition;
    private final SpeedLayer layer;
    private boolean isBusy;

    private Owner(Definition definition, SpeedLayer layer) {
      this.definition = definition;
      this.layer = layer;
    }
  }

  private static final class Archivist {
    private Archiver archiver;
    private boolean isBusy;

    private Archivist(Archiver archiver) {
      this.archiver = archiver;
    }
  }

  World(Input input, long seed, Weather weather) {
    this.input = input;
    this.workloads = input.workloads();
    this.workload = workloads.workload();
    this.random = new Random(seed);
    this.weather = weather;
    this.torn = new TornSpeedViews(speed, random);
    OffsetVector start = OffsetVector.ZERO;
    for (String topic : input.topics()) {
      log.createTopic(topic, 1 + random.nextInt(2));
      for (Partition partition : calmly(() -> log.partitions(topic))) {
        for (int i = random.nextInt(8); i > 0; i--) {
          produce(partition);
        }
        if (random.nextBoolean()) {
          start = start.with(partition, calmly(() -> log.bounds(partition)).to());
        }
      }
    }
    this.origin = start;
    this.recount = new Recount(workloads, codec, origin, logged);
    Coverage opened = calmly(() -> adoption().open(randomSpec(), origin));
    note(opened);
    for (int i = 0; i < 2; i++) {
      archivists.add(new Archivist(newArchiver()));
    }
    this.auditor = newAuditor();
  }

  /** Runs so many acts, comparing answers every few, and then looks whether all comes to an end. */
  void run(int acts) {
    for (int i = 0; i < acts; i++) {
      inBetween = 12;
      act();
      if (i % 10 == 0) {
        checkAll(i % 40 == 0);
      }
    }
    settle();
    checkAll(true);
    calmly(
        () -> {
          AuditReport report = newAuditor().cycle();
          assertThat(report.findings()).isEmpty();
          assertThat(report.cycles()).isEqualTo(1);
          return true;
        });
  }

  /** How often each kind of act ended how: what tells whether a run tried anything. */
  Map<String, Integer> tally() {
    return tally;
  }

  private void act() {
    int dice = random.nextInt(140);
    if (dice < 32) {
      produceSome();
    } else if (dice < 58) {
      stepSpeed();
    } else if (dice < 66) {
      own();
    } else if (dice < 80) {
      stepArchive();
    } else if (dice < 91) {
      publish(false);
    } else if (dice < 93) {
      publish(true);
    } else if (dice < 99) {
      attempt("clean", () -> cleaner().clean(anyDefinition()));
    } else if (dice < 101) {
      adopt();
    } else if (dice < 104) {
      attempt("switch", () -> adoption().switchTo(anyDefinition()));
    } else if (dice < 105) {
      attempt("retire", () -> adoption().retire(anyDefinition()));
    } else if (dice < 107) {
      attempt("sweep", () -> cleaner().sweepRetired());
    } else if (dice < 108) {
      addPartition();
    } else if (dice < 111) {
      retain();
    } else if (dice < 120) {
      attempt("read", this::readOne);
    } else {
      audit();
    }
  }

  // What happens

  private void produceSome() {
    List<Partition> partitions = partitions();
    for (int i = random.nextInt(6); i >= 0; i--) {
      produce(pick(partitions));
    }
  }

  private void produce(Partition partition) {
    long end = calmly(() -> log.bounds(partition)).to();
    long offset = end + (random.nextInt(6) == 0 ? random.nextInt(12) : 0);
    if (random.nextInt(25) == 0) {
      log.advanceEnd(partition, offset);
      return;
    }
    Option<byte[]> value =
        random.nextInt(20) == 0 ? Option.none() : Option.some(input.value(partition, random));
    log.appendAt(partition, offset, 1_700_000_000_000L + offset, Option.none(), value);
    logged.add(new Logged(partition, offset, value));
  }

  private void addPartition() {
    String topic = pick(input.topics());
    if (calmly(() -> log.partitions(topic)).size() < 4) {
      log.addPartitions(topic, 1);
    }
  }

  /** Retention takes what is archived. */
  private void retain() {
    Partition partition = pick(partitions());
    long archived = calmly(() -> archivedTo(partition));
    long start = calmly(() -> log.bounds(partition)).from();
    if (archived > start) {
      log.advanceStart(partition, start + 1 + random.nextInt((int) (archived - start)));
    }
  }

  private void own() {
    Coverage coverage = coverage();
    List<Lane> lanes = coverage.lanes().values().toJavaList();
    Lane lane = pick(lanes);
    List<Owner> of =
        owners.stream().filter(o -> o.definition.equals(lane.definition()) && !o.isBusy).toList();
    Owner owner;
    if (of.isEmpty() || (of.size() < 3 && random.nextInt(3) == 0)) {
      owner = new Owner(lane.definition(), newSpeed(lane.definition()));
      owners.add(owner);
    } else {
      owner = pick(of);
    }
    if (random.nextInt(5) == 0) {
      owner.layer.release(pick(partitions()));
    }
    owner.isBusy = true;
    for (Partition partition : partitions()) {
      if (random.nextInt(4) > 0) {
        attempt("own", () -> ownUnlessRetired(owner, partition));
      }
    }
    owner.isBusy = false;
  }

  private void ownUnlessRetired(Owner owner, Partition partition) throws StoreFailure {
    try {
      owner.layer.own(partition);
    } catch (StoreFailure.Corrupt corrupt) {
      if (coverage().lane(owner.definition.number()).isDefined()) {
        throw corrupt;
      }
    }
  }

  private void stepSpeed() {
    List<Owner> idle = owners.stream().filter(o -> !o.isBusy).toList();
    if (idle.isEmpty()) {
      own();
      return;
    }
    Owner owner = pick(idle);
    owner.isBusy = true;
    boolean lives = attempt("speed", () -> owner.layer.step());
    owner.isBusy = false;
    if (!lives || random.nextInt(12) == 0) {
      owners.remove(owner);
      Owner next = new Owner(owner.definition, newSpeed(owner.definition));
      owners.add(next);
      for (Partition partition : owner.layer.owned()) {
        attempt("own", () -> ownUnlessRetired(next, partition));
      }
    }
  }

  private void stepArchive() {
    List<Archivist> idle = archivists.stream().filter(a -> !a.isBusy).toList();
    if (idle.isEmpty()) {
      return;
    }
    Archivist archivist = pick(idle);
    archivist.isBusy = true;
    boolean lives = attempt("archive", () -> archivist.archiver.step(pick(partitions())));
    archivist.isBusy = false;
    if (!lives || random.nextInt(12) == 0) {
      archivist.archiver = newArchiver();
    }
  }

  private void publish(boolean fromOrigin) {
    DefinitionNumber number = anyDefinition();
    boolean isKappa = kappa.contains(number);
    if (fromOrigin && isKappa) {
      return;
    }
    attempt(
        isKappa ? "kappa" : fromOrigin ? "republish" : "publish",
        () -> {
          Publisher publisher = publisher(number);
          Publication done = fromOrigin ? publisher.republish(number) : publisher.publish(number);
          tally.merge(done.getClass().getSimpleName(), 1, Integer::sum);
        });
  }

  private void adopt() {
    if (coverage().lanes().size() < 3) {
      attempt("adopt", () -> adoption().adopt(randomSpec()));
      note(coverage());
    }
  }

  private void audit() {
    if (isAuditing) {
      return;
    }
    isAuditing = true;
    auditDepth = depth + 1;
    boolean lives = attempt("audit", () -> auditor.step(1 + random.nextInt(400)));
    isAuditing = false;
    AuditReport report = auditor.report();
    assertThat(report.findings()).isEmpty();
    if (!lives || report.cycles() == 2) {
      tally.merge("audited rows", (int) report.rows(), Integer::sum);
      tally.merge("audited slices", (int) report.slices(), Integer::sum);
      tally.merge("audited cycles", (int) report.cycles(), Integer::sum);
      auditor = newAuditor();
    }
  }

  private void readOne() throws StoreFailure {
    Workload<?> any = workloads.create(specs.get(new DefinitionNumber(1)));
    Presentation presentation = pick(any.presentations());
    check(randomQuery(presentation), presentation, pick(List.of(Layer.values())), false);
  }

  // What must hold

  private void checkAll(boolean isCounted) {
    calmly(
        () -> {
          Workload<?> serving = workloads.create(coverage().servingLane().definition().spec());
          for (Presentation presentation : serving.presentations()) {
            for (Layer layer : Layer.values()) {
              check(Query.ALL, presentation, layer, isCounted);
              check(randomQuery(presentation), presentation, layer, false);
            }
          }
          for (Presentation states : recount.statePresentations(serving)) {
            Answer merged = check(Query.ALL, states, Layer.MERGED, false);
            Answer ofBatch = check(Query.ALL, states, Layer.BATCH, false);
            Answer ofSpeed = check(Query.ALL, states, Layer.SPEED, false);
            assertThat(recount.together(states, ofBatch, ofSpeed))
                .as("batch and speed together, of " + states)
                .isEqualTo(recount.together(states, merged, merged.rows().take(0)));
          }
          return true;
        });
  }

  private Answer check(Query query, Presentation presentation, Layer layer, boolean isCounted)
      throws StoreFailure {
    Query.Fitted fitted = query.fit(presentation).get();
    Answer answer =
        reader().answer(fitted, layer, new LabelsAt(input.labels(), 0), OffsetVector.ZERO);
    boolean wasCalm = chance.isCalm;
    chance.isCalm = true;
    DefinitionSpec spec = specs.get(answer.provenance().definition());
    recount.verify(spec, fitted, answer, isCounted && query.equals(Query.ALL) && input.isTally());
    if (!weather.isFaulty()) {
      assertThat(answer.provenance().missing()).isEmpty();
    }
    chance.isCalm = wasCalm;
    return answer;
  }

  /** Without faults every layer reaches the end of what there is. */
  private void settle() {
    calmly(
        () -> {
          for (Partition partition : partitions()) {
            Archiver archiver = newArchiver();
            while (archiver.step(partition)) {
              // One file after the other.
            }
          }
          for (Lane lane : coverage().lanes().values()) {
            settle(lane.definition());
          }
          DefinitionNumber newest = coverage().lanes().last()._1();
          assertThat(adoption().switchTo(newest)).isTrue();
          for (DefinitionNumber number : coverage().lanes().keySet()) {
            adoption().retire(number);
          }
          assertThat(coverage().lanes().keySet()).containsExactly(newest);
          cleaner().clean(newest);
          cleaner().sweepRetired();
          for (long number = 1; number < newest.value(); number++) {
            assertThat(batch.segments(new DefinitionNumber(number))).isEmpty();
            assertThat(progress.read(new DefinitionNumber(number))).isEqualTo(OffsetVector.ZERO);
          }
          return true;
        });
  }

  private void settle(Definition definition) throws StoreFailure {
    SpeedLayer layer = newSpeed(definition);
    for (Partition partition : partitions()) {
      layer.own(partition);
    }
    while (layer.step() > 0) {
      // Until the end of the log.
    }
    for (int i = 0; i < 2; i++) {
      layer.step();
    }
    OffsetVector reached = progress.read(definition.number());
    SliceBits slices = definition.spec().sliceBits();
    boolean isKappa = kappa.contains(definition.number());
    Publication done = publisher(definition.number()).publish(definition.number());
    assertThat(done).isInstanceOfAny(Publication.Published.class, Publication.NothingNew.class);
    OffsetVector cut = coverage().lane(definition.number()).get().cut();
    for (Partition partition : partitions()) {
      long end = log.bounds(partition).to();
      assertThat(reached.at(partition)).as("progress of " + partition).isEqualTo(end);
      long closed = slices.floor(isKappa ? end : archivedTo(partition));
      assertThat(cut.at(partition))
          .as("cut of " + partition)
          .isEqualTo(Math.max(closed, origin.at(partition)));
    }
  }

  // Who does it

  private SpeedLayer newSpeed(Definition definition) {
    return new SpeedLayer(
        definition,
        workloads.create(definition.spec()),
        new RetainedLog(log, archive),
        ledger,
        progress,
        torn,
        rejected,
        codec,
        1 + random.nextInt(20));
  }

  private Archiver newArchiver() {
    return new Archiver(log, archive, origin, 1 + random.nextInt(15));
  }

  private Publisher publisher(DefinitionNumber number) {
    EmbeddedBatchEngine engine =
        new EmbeddedBatchEngine(
            workloads,
            archive,
            batch,
            codec,
            new SameThread(),
            1 + random.nextInt(3),
            random.nextBoolean() ? 1 + random.nextInt(12) : 1_000_000);
    SegmentSource source =
        kappa.contains(number)
            ? new ClosedSliceSource(workloads, progress, speed, batch, codec)
            : new ArchiveSource(workloads, archive, engine);
    return new Publisher(workload, ledger, batch, engine, source, () -> "n" + nonce++);
  }

  private Auditor newAuditor() {
    return new Auditor(
        workloads,
        new Ports(log, archive, speed, progress, batch, ledger, rejected, codec),
        reader());
  }

  private Cleaner cleaner() {
    return new Cleaner(workload, workloads, ledger, speed, progress, batch);
  }

  private Adoption adoption() {
    return new Adoption(workload, ledger, progress);
  }

  private Reader reader() {
    return new Reader(
        workload,
        ledger,
        progress,
        speed,
        batch,
        codec,
        log,
        Clock.fixed(Instant.ofEpochSecond(1_800_000_000L), ZoneOffset.UTC));
  }

  // What is drawn

  private DefinitionSpec randomSpec() {
    DefinitionSpec spec =
        DefinitionSpec.of(workload, new SliceBits(random.nextInt(6)))
            .withParameters(input.parameters());
    return input.isIdentified() && random.nextInt(3) > 0
        ? spec.withDuplicates(new DuplicateRule("id", random.nextInt(30)))
        : spec;
  }

  private Query randomQuery(Presentation presentation) {
    Query query = Query.ALL;
    for (Presentation.KeyColumn column : presentation.key()) {
      if (!(column instanceof Presentation.KeyColumn.Time) && random.nextInt(3) == 0) {
        Map<String, Utf8> both = new HashMap<>(query.equal());
        both.put(column.name(), Utf8.of(input.name(column.name(), random)));
        query = query.with(both);
      }
    }
    Bucket kept = presentation.view().bucket();
    if (kept != Bucket.ALWAYS) {
      if (random.nextBoolean()) {
        long from = 1_700_000_000L + random.nextInt(60_000);
        query = query.within(new Query.Span(from, from + 1 + random.nextInt(20_000)));
      }
      Bucket by = pick(List.of(Bucket.SECOND, Bucket.MINUTE, Bucket.HOUR, Bucket.DAY));
      if (kept.rollsUpTo(by)) {
        query = query.by(by);
      }
    }
    return query;
  }

  private DefinitionNumber anyDefinition() {
    return new DefinitionNumber(1 + random.nextInt((int) coverage().lastDefinition()));
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private List<Partition> partitions() {
    List<Partition> all = new ArrayList<>();
    for (String topic : input.topics()) {
      all.addAll(calmly(() -> log.partitions(topic)));
    }
    return all;
  }

  private Coverage coverage() {
    return calmly(() -> ledger.read(workload)).get();
  }

  private void note(Coverage coverage) {
    for (Lane lane : coverage.lanes().values()) {
      Definition definition = lane.definition();
      DefinitionSpec before = specs.putIfAbsent(definition.number(), definition.spec());
      assertThat(before == null || before.equals(definition.spec()))
          .as("definition number " + definition.number() + " stands for one spec")
          .isTrue();
      if (before == null && random.nextInt(3) == 0) {
        kappa.add(definition.number());
      }
    }
  }

  private long archivedTo(Partition partition) throws StoreFailure {
    return ManifestChain.endFrom(archive, partition, origin.at(partition));
  }

  // How it fails

  /** Whether the actor lives on. What no fault explains fails the test. */
  private boolean attempt(String name, Act act) {
    depth++;
    String end = "done";
    try {
      act.run();
    } catch (StoreFailure.Corrupt corrupt) {
      throw new AssertionError(name + " found what it should not", corrupt);
    } catch (StoreFailure failed) {
      end = "failed";
      assertThat(weather.isFaulty()).as("a failure out of nothing: " + failed).isTrue();
    } catch (Crash crash) {
      end = "crashed";
    } catch (IllegalStateException wrapped) {
      if (wrapped.getCause() instanceof Crash) {
        end = "crashed";
      } else if (wrapped.getCause() instanceof AssertionError failed) {
        throw failed;
      } else {
        throw wrapped;
      }
    } finally {
      depth--;
      tally.merge(name + " " + end, 1, Integer::sum);
    }
    return !end.equals("crashed");
  }

  @FunctionalInterface
  private interface Asking<T> {
    T ask() throws StoreFailure;
  }

  private <T> T calmly(Asking<T> asking) {
    boolean wasCalm = chance.isCalm;
    chance.isCalm = true;
    try {
      return asking.ask();
    } catch (StoreFailure failure) {
      throw new AssertionError("a failure out of nothing", failure);
    } finally {
      chance.isCalm = wasCalm;
    }
  }

  private final class Chance implements Faults {
    private boolean isCalm;

    @Override
    public void before(PortCall call) throws StoreFailure {
      happen(call, false);
    }

    @Override
    public void after(PortCall call) throws StoreFailure {
      happen(call, true);
    }

    private void happen(PortCall call, boolean isDone) throws StoreFailure {
      if (isCalm || depth == 0) {
        return;
      }
      boolean isStep = call.operation().equals("next");
      if (weather.isInterleaved()
          && depth < DEEPEST
          && inBetween > 0
          && random.nextInt(isStep ? 200 : 15) == 0) {
        for (int i = random.nextInt(6); i >= 0; i--) {
          inBetween--;
          act();
        }
      }
      if (weather.isFaulty() && random.nextInt(isStep ? 1_500 : 40) == 0) {
        // An audit makes so many calls that it would never come to its end.
        boolean isSpared = isAuditing && depth == auditDepth && random.nextInt(30) > 0;
        switch (random.nextInt(3)) {
          case 0 -> {
            if (isSpared) {
              throw new StoreFailure.Unavailable(call + " drawn");
            }
            throw new Crash();
          }
          case 1 -> throw new StoreFailure.OutcomeUnknown(call + " drawn");
          default -> {
            if (isDone) {
              throw new StoreFailure.OutcomeUnknown(call + " drawn");
            }
            throw new StoreFailure.Unavailable(call + " drawn");
          }
        }
      }
    }
  }
}
