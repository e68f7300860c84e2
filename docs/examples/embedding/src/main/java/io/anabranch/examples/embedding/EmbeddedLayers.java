package io.anabranch.examples.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.LayerSettings;
import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.archive.ArchiveLayer;
import io.anabranch.apps.layers.batch.BatchLayer;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.layers.serving.ServingLayer;
import io.anabranch.apps.layers.speed.DefinitionFold;
import io.anabranch.apps.layers.speed.DefinitionFolds;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.anabranch.ports.inmemory.InMemoryStateCodec;
import io.vavr.control.Option;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service that archives, folds and serves page visits in its own process. */
public final class EmbeddedLayers {

  private EmbeddedLayers() {}

  public static void main(String[] args) throws StoreFailure {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      run(threads);
    } finally {
      threads.shutdown();
    }
  }

  private static void run(ExecutorService threads) throws StoreFailure {
    DefinitionSpec definition = DefinitionSpec.of("visits", new SliceBits(1));
    InMemoryEventLog log = new InMemoryEventLog();
    Partition partition = new Partition(log.createTopic("visits", 1), 0);
    LayerPorts ports = LayerPorts.inMemory(log, Faults.NONE, new InMemoryStateCodec());

    Layers layers = new Layers(new PageVisits(), ports, LayerSettings.DEFAULTS);

    layers.adoption().open(definition, OffsetVector.ZERO);
    ArchiveLayer archive = layers.archive(List.of("visits"), OffsetVector.ZERO);
    DefinitionFolds speed = layers.speed(all -> all, reach -> {});
    BatchLayer batch =
        layers.batch(
            layers.embeddedEngine(threads),
            () -> Long.toString(System.nanoTime(), 36),
            () -> definition,
            publications -> false,
            Clock.systemUTC());
    ServingLayer serving = layers.serving(() -> LabelsAt.NONE, Clock.systemUTC());

    for (String page : List.of("/home", "/prices", "/home", "/home", "/prices")) {
      log.append(partition, 0, Option.none(), Option.some(page.getBytes(UTF_8)));
    }
    archive.step();
    batch.handOver();
    speed.follow();
    for (DefinitionFold fold : speed.folds()) {
      fold.step(Duration.ZERO);
    }

    print(serving, Layer.BATCH);
    print(serving, Layer.SPEED);
    print(serving, Layer.MERGED);
  }

  private static void print(ServingLayer serving, Layer layer) throws StoreFailure {
    Query.Fitted all = Query.ALL.fit(PageVisits.VISITS_BY_PAGE).get();
    Answer answer = serving.answer(all, layer, OffsetVector.ZERO);
    answer.rows().forEach(row -> System.out.println(layer + " " + row.values()));
    if (answer.provenance().isExact()) {
      System.out.println(layer + " is exact at V " + answer.provenance().reach());
    }
  }
}
