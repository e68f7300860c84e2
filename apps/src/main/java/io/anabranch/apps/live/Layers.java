package io.anabranch.apps.live;

import io.anabranch.apps.archive.Archiver;
import io.anabranch.apps.archive.ManifestChain;
import io.anabranch.apps.audit.Auditor;
import io.anabranch.apps.batch.Adoption;
import io.anabranch.apps.batch.ArchiveSource;
import io.anabranch.apps.batch.Cleaner;
import io.anabranch.apps.batch.EmbeddedBatchEngine;
import io.anabranch.apps.batch.Publication;
import io.anabranch.apps.batch.Publisher;
import io.anabranch.apps.generate.Generator;
import io.anabranch.apps.log.RecordBatches;
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
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.domain.metrics.Specifications;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.BatchEngine;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.vavr.control.Option;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * All layers of one workload over the memory of this process. Each does one step when it is told
 * to; who tells them, and when, is another's business.
 */
final class Layers {

  private static final int SPEED_RECORDS_PER_STEP = 4096;

  /** Rows of a fold in memory before they are written out as a run. */
  private static final long ROWS_IN_MEMORY = 500_000;

  /** A definition's channel is opened once its lane has published so often: it starts at a cut. */
  private static final long EPOCHS_BEFORE_FOLDING = 2;

  /** Everything is folded again first at this publication, and then at twice as many each time. */
  private static final long FIRST_REPUBLICATION = 6;

  private final Scenario scenario;
  private final InMemoryEventLog log;
  private final Ports ports;
  private final RetainedLog retained;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Reader reader;
  private final Adoption adoption;
  private final Publisher publisher;
  private final Cleaner cleaner;
  private final Archiver archiver;
  private final Feed feed;
  private final Doorbell doorbell = new Doorbell();
  private final Latencies visible = new Latencies();
  private final Departures departures;
  private final Option<ReferenceFollower> reference;
  private final SortedMap<String, Topic> topics;
  private final ConcurrentNavigableMap<DefinitionNumber, SpeedChannel> channels =
      new ConcurrentSkipListMap<>();
  private final Map<Partition, Long> archived = new ConcurrentSkipListMap<>();

  private volatile Workload<?> serving;
  private volatile long files;
  private final AtomicLong publications = new AtomicLong();
  private final AtomicLong republications = new AtomicLong();
  private final AtomicLong switches = new AtomicLong();
  private volatile Option<Instant> lastPublication = Option.none();
  private long nextRepublication = FIRST_REPUBLICATION;

  private Layers(
      Scenario scenario,
      Generator generator,
      InMemoryEventLog log,
      Ports ports,
      SortedMap<String, Topic> topics,
      double speedUp,
      ExecutorService folding,
      Supplier<String> nonces,
      Clock clock,
      LongSupplier nanos)
      throws StoreFailure {
    this.scenario = scenario;
    this.log = log;
    this.ports = ports;
    this.topics = topics;
    this.clock = clock;
    this.nanos = nanos;
    this.retained = new RetainedLog(log, ports.archive());
    this.departures = new Departures(visible, nanos);
    this.feed = new Feed(generator, log, topics, departures, doorbell, clock, nanos, speedUp);
    this.reference =
        scenario
            .reference()
            .map(
                topic ->
                    new ReferenceFollower(
                        retained, new Partition(Option.of(topics.get(topic)).get(), 0)));
    String name = scenario.name();
    this.adoption = new Adoption(name, ports.ledger(), ports.progress());
    BatchEngine engine =
        new EmbeddedBatchEngine(
            scenario.factory(),
            ports.archive(),
            ports.batch(),
            ports.rejected(),
            ports.codec(),
            folding,
            1,
            ROWS_IN_MEMORY);
    this.publisher =
        new Publisher(
            name,
            ports.ledger(),
            ports.batch(),
            engine,
            new ArchiveSource(scenario.factory(), ports.archive(), engine),
            nonces);
    this.cleaner =
        new Cleaner(
            name,
            scenario.factory(),
            ports.ledger(),
            ports.speed(),
            ports.progress(),
            ports.batch());
    this.archiver = new Archiver(log, ports.archive(), OffsetVector.ZERO, RecordBatches.SIZE);
    feed.prime();
    followReference();
    Lane lane = adoption.open(wanted(), OffsetVector.ZERO).servingLane();
    this.serving = scenario.factory().create(lane.definition().spec());
    this.reader =
        new Reader(
            serving,
            ports.ledger(),
            ports.progress(),
            ports.speed(),
            ports.batch(),
            ports.codec(),
            log,
            clock);
    openChannel(lane.definition()).serve();
  }

  /**
   * Opens everything, with the topics of a generator and the reference log as it begins.
   *
   * @param folding where batches are folded
   * @param nonces words that nobody else uses
   * @param faults what fails, and when
   */
  static Layers open(
      Scenario scenario,
      Generator generator,
      double speedUp,
      ExecutorService folding,
      Supplier<String> nonces,
      Clock clock,
      LongSupplier nanos,
      Faults faults)
      throws StoreFailure {
    InMemoryEventLog log = new InMemoryEventLog(faults);
    SortedMap<String, Topic> topics = new TreeMap<>();
    generator.topics().forEach((name, count) -> topics.put(name, log.createTopic(name, count)));
    return new Layers(
        scenario,
        generator,
        log,
        Ports.inMemory(log, faults),
        topics,
        speedUp,
        folding,
        nonces,
        clock,
        nanos);
  }

  Scenario scenario() {
    return scenario;
  }

  Ports ports() {
    return ports;
  }

  InMemoryEventLog log() {
    return log;
  }

  RetainedLog retained() {
    return retained;
  }

  Reader reader() {
    return reader;
  }

  Feed feed() {
    return feed;
  }

  Doorbell doorbell() {
    return doorbell;
  }

  Latencies visible() {
    return visible;
  }

  Workload<?> serving() {
    return serving;
  }

  /** An auditor that has checked nothing yet. */
  Auditor newAuditor() {
    return new Auditor(scenario.factory(), ports, reader);
  }

  // Serving

  /** The rows that a query asks for, with the labels of now. */
  Answer answer(Query.Fitted query, Layer layer, OffsetVector atLeast) throws StoreFailure {
    return reader.answer(query, layer, labels(), atLeast);
  }

  LabelsAt labels() {
    return reference.map(ReferenceFollower::labels).getOrElse(LabelsAt.NONE);
  }

  Coverage coverage() throws StoreFailure {
    return ports
        .ledger()
        .read(scenario.name())
        .getOrElseThrow(() -> new StoreFailure.Corrupt(scenario.name() + " has no coverage"));
  }

  /** The partitions whose records are events. */
  List<Partition> partitions() throws StoreFailure {
    List<Partition> all = new ArrayList<>();
    for (String topic : serving.topics()) {
      all.addAll(log.partitions(topic));
    }
    return all;
  }

  /** Where the log of each partition ends. */
  OffsetVector logEnd() throws StoreFailure {
    Map<Partition, Long> ends = new TreeMap<>();
    for (Partition partition : partitions()) {
      ends.put(partition, log.bounds(partition).to());
    }
    return OffsetVector.of(ends);
  }

  // Speed

  /** The channels that fold now. */
  Iterable<SpeedChannel> channels() {
    return channels.values();
  }

  boolean folds(SpeedChannel channel) {
    return channels.get(channel.definition()) == channel;
  }

  /** The channel whose progress answers reach. */
  SpeedChannel servingChannel() throws StoreFailure {
    return Option.of(channels.get(coverage().serving()))
        .getOrElseThrow(() -> new StoreFailure.Unavailable("the definition is switched just now"));
  }

  private SpeedChannel openChannel(Definition definition) throws StoreFailure {
    Workload<?> workload = scenario.factory().create(definition.spec());
    SpeedLayer layer =
        new SpeedLayer(
            definition,
            workload,
            retained,
            ports.ledger(),
            ports.progress(),
            ports.speed(),
            ports.rejected(),
            ports.codec(),
            SPEED_RECORDS_PER_STEP);
    SpeedChannel channel =
        new SpeedChannel(
            definition.number(), workload.topics(), layer, log, ports.progress(), departures);
    channel.own();
    channels.put(definition.number(), channel);
    return channel;
  }

  // Archive

  /** Copies what has come into the master dataset, the reference log too. */
  void archive() throws StoreFailure {
    long count = 0;
    for (String topic : topics.keySet()) {
      for (Partition partition : log.partitions(topic)) {
        while (archiver.step(partition)) {
          // Each step archives one file.
        }
        archived.put(partition, ManifestChain.endFrom(ports.archive(), partition, 0));
        count += ports.archive().manifest(partition, 0).size();
      }
    }
    files = count;
  }

  long archivedTo(Partition partition) {
    return archived.getOrDefault(partition, 0L);
  }

  long archiveFiles() {
    return files;
  }

  // Reference

  /** Reads what the reference log has been told. */
  void followReference() throws StoreFailure {
    if (reference.isDefined()) {
      reference.get().step();
    }
  }

  private DefinitionSpec wanted() {
    return scenario
        .wanted()
        .apply(reference.map(ReferenceFollower::told).getOrElse(Specifications.NONE));
  }

  // Batch

  /**
   * One hand-over: every lane publishes what is new, and what nobody needs any more is deleted. A
   * definition that is wanted and does not serve is adopted on the way; it is folded beside, and
   * once it answers as far as the old one it serves, and the old one is retired.
   */
  void handOver() throws StoreFailure {
    followReference();
    Coverage coverage = coverage();
    for (Lane lane : coverage.lanes().values()) {
      publish(lane.definition().number(), lane.definition().number().equals(coverage.serving()));
      cleaner.clean(lane.definition().number());
    }
    change();
    cleaner.sweep();
    retain();
  }

  private void publish(DefinitionNumber definition, boolean isServing) throws StoreFailure {
    boolean isDue = isServing && publications.get() >= nextRepublication;
    Publication done = isDue ? publisher.republish(definition) : publisher.publish(definition);
    if (done instanceof Publication.Published) {
      publications.incrementAndGet();
      lastPublication = Option.some(clock.instant());
      if (isDue) {
        republications.incrementAndGet();
        nextRepublication = 2 * publications.get();
      }
    }
  }

  private void change() throws StoreFailure {
    Coverage coverage = coverage();
    Lane newest = coverage.lanes().last()._2();
    DefinitionNumber number = newest.definition().number();
    if (!newest.definition().spec().equals(wanted())) {
      if (number.equals(coverage.serving())) {
        adoption.adopt(wanted());
      } else {
        retire(number); // it was overtaken before it served
      }
    } else if (!number.equals(coverage.serving())) {
      if (!channels.containsKey(number)) {
        if (newest.epoch() >= EPOCHS_BEFORE_FOLDING) {
          openChannel(newest.definition());
        }
      } else if (adoption.switchTo(number)) {
        channels.get(number).serve();
        serving = scenario.factory().create(newest.definition().spec());
        switches.incrementAndGet();
        for (DefinitionNumber old : coverage.lanes().keySet()) {
          if (!old.equals(number)) {
            retire(old);
          }
        }
      }
    }
  }

  private void retire(DefinitionNumber number) throws StoreFailure {
    adoption.retire(number);
    channels.remove(number);
  }

  /** The log forgets what is both archived and published. */
  private void retain() throws StoreFailure {
    OffsetVector cut = coverage().servingLane().cut();
    for (Partition partition : partitions()) {
      long kept = Math.min(cut.at(partition), archivedTo(partition));
      if (kept > log.bounds(partition).from()) {
        log.advanceStart(partition, kept);
      }
    }
  }

  long publications() {
    return publications.get();
  }

  /** How many of the publications folded everything again. */
  long republications() {
    return republications.get();
  }

  /** How often another definition came to serve. */
  long switches() {
    return switches.get();
  }

  Option<Instant> lastPublication() {
    return lastPublication;
  }

  Instant now() {
    return clock.instant();
  }

  long nanos() {
    return nanos.getAsLong();
  }
}
