package io.anabranch.apps.simulation;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.archive.Archiver;
import io.anabranch.apps.layers.batch.Adoption;
import io.anabranch.apps.layers.batch.Cleaner;
import io.anabranch.apps.layers.batch.Publisher;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SpeedRow;
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
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** All layers of the {@link Tally} workload over in-memory ports, driven step by step by a test. */
abstract class LayersFixture {

  /** Runs an action once, before or after the first call of an operation. */
  static final class Interleaving implements Faults {

    /** Runs between two calls. */
    @FunctionalInterface
    interface Action {
      void run() throws StoreFailure;
    }

    private String operation = "";
    private boolean isAfter;
    private Action action = () -> {};

    void before(String called, Action inserted) {
      operation = called;
      isAfter = false;
      action = inserted;
    }

    void after(String called, Action inserted) {
      operation = called;
      isAfter = true;
      action = inserted;
    }

    @Override
    public void before(PortCall call) throws StoreFailure {
      run(call, false);
    }

    @Override
    public void after(PortCall call) throws StoreFailure {
      run(call, true);
    }

    private void run(PortCall call, boolean isDone) throws StoreFailure {
      if (isDone == isAfter && operation.equals(call.port() + "." + call.operation())) {
        operation = "";
        action.run();
      }
    }
  }

  static final DefinitionSpec SPEC = DefinitionSpec.of(Tally.NAME, new SliceBits(2));
  static final DefinitionNumber FIRST = new DefinitionNumber(1);

  final Interleaving interleaving = new Interleaving();
  final InMemoryEventLog log = new InMemoryEventLog(interleaving);
  final InMemoryMasterDataset archive = new InMemoryMasterDataset(interleaving);
  final InMemoryProgress progress = new InMemoryProgress(interleaving);
  final InMemorySpeedViews speed = new InMemorySpeedViews(interleaving);
  final InMemoryBatchViews batch = new InMemoryBatchViews(interleaving);
  final InMemoryCoverageLedger ledger = new InMemoryCoverageLedger(interleaving);
  final InMemoryRejectedEvents rejected = new InMemoryRejectedEvents(interleaving);
  final Partition partition = new Partition(log.createTopic(Tally.TOPICS.get(0), 1), 0);
  final SimulatedLayers layers =
      new SimulatedLayers(
          new Tally(),
          Tally.create(false).topics(),
          new LayerPorts(
              log, archive, speed, progress, batch, ledger, rejected, new WireStateCodec()),
          Option.none(),
          new FaultInjector(new VirtualTimeScheduler("unused"), Trace.NONE),
          () -> Vector.of(partition));
  private int ids;

  List<Long> slicesWithRows() throws StoreFailure {
    SortedSet<Long> slices = new TreeSet<>();
    for (View<?> view : Tally.create(false).storedViews()) {
      try (Cursor<SpeedRow> rows = speed.read(FIRST, view, Selection.ALL)) {
        for (Option<SpeedRow> row = rows.next(); row.isDefined(); row = rows.next()) {
          slices.add(row.get().slice());
        }
      }
    }
    return List.copyOf(slices);
  }

  List<Long> rejectedOffsets() throws StoreFailure {
    List<Long> offsets = new ArrayList<>();
    try (Cursor<RejectedEvent> events = rejected.read(FIRST)) {
      for (Option<RejectedEvent> event = events.next(); event.isDefined(); event = events.next()) {
        offsets.add(event.get().offset());
      }
    }
    return offsets;
  }

  Adoption adoption() {
    return layers.adoption();
  }

  void open(DefinitionSpec spec) throws StoreFailure {
    layers.adoption().open(spec, OffsetVector.ZERO);
  }

  void produce(int records) throws StoreFailure {
    produce(records, "a");
  }

  void produce(int records, String key) throws StoreFailure {
    for (int i = 0; i < records; i++) {
      append(key + "|1|0.5|v|1700000000|only-" + ids++);
    }
  }

  void produceId(String id) throws StoreFailure {
    append("a|1|0.5|v|1700000000|" + id);
  }

  void append(String line) throws StoreFailure {
    log.append(partition, 0, Option.none(), Option.some(line.getBytes(StandardCharsets.UTF_8)));
  }

  void archive() throws StoreFailure {
    Archiver archiver = layers.archiver(OffsetVector.ZERO, 100);
    while (archiver.step(partition)) {
      // One file at a time.
    }
  }

  void produceAndPublish(int records) throws StoreFailure {
    produce(records);
    owner(FIRST, 100).step();
    archive();
    publisher().publish(FIRST);
  }

  Lane lane() throws StoreFailure {
    return ledger.read(Tally.NAME).get().servingLane();
  }

  SpeedLayer owner(DefinitionNumber number, int maxRecords) throws StoreFailure {
    return owner(number, maxRecords, partition);
  }

  SpeedLayer owner(DefinitionNumber number, int maxRecords, Partition owned) throws StoreFailure {
    Definition definition = ledger.read(Tally.NAME).get().lane(number).get().definition();
    SpeedLayer layer = layers.speedLayer(definition, maxRecords);
    layer.own(owned);
    return layer;
  }

  Publisher publisher() {
    return layers.publisher(false, 2, 1_000);
  }

  Cleaner cleaner() {
    return layers.cleaner();
  }

  Answer answer(Layer layer) throws StoreFailure {
    Query.Fitted query = Query.ALL.fit(Tally.create(false).presentation("keys").get()).get();
    return layers.reader().answer(query, layer, LabelsAt.NONE, OffsetVector.ZERO);
  }

  long count(Layer layer) throws StoreFailure {
    return count(answer(layer));
  }

  static long count(Answer answer) {
    long count = 0;
    for (Row row : answer.rows()) {
      count += Long.parseLong(row.values().get(1).toString());
    }
    return count;
  }
}
