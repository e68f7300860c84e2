package io.anabranch.examples.ownworkload;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.apps.ingest.recorded.InputException;
import io.anabranch.apps.ingest.recorded.InputTopics;
import io.anabranch.apps.ingest.recorded.RecordedInput;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.layers.batch.Publication;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.standalone.replay.DaggerReplayComponent;
import io.anabranch.apps.standalone.replay.Replay;
import io.anabranch.apps.standalone.replay.ReplayListener;
import io.anabranch.apps.standalone.replay.ReplayRequest;
import io.anabranch.apps.workloads.WorkloadCatalog;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaxiRidesTest {

  private static final String RIDES =
      """
      {"taxi":"T1","zone":"centro","fare":7.25,"dropped_off":"2024-03-20T22:10:00Z"}
      {"taxi":"T2","zone":"centro","fare":0.25,"dropped_off":"2024-03-20T22:15:00Z"}
      {"taxi":"T1","zone":"puerto","fare":12,"dropped_off":"2024-03-20T22:40:00Z"}
      {"taxi":"T1","zone":"centro","fare":-3,"dropped_off":"2024-03-20T22:45:00Z"}
      {"taxi":"T1","zone":"centro","fare":9.5,"dropped_off":"2024-03-20T23:05:00Z"}
      {"taxi":"T2","zone":"centro","fare":0.5,"dropped_off":"2024-03-20T22:59:59Z"}
      """;

  private static final DefinitionSpec SPEC = DefinitionSpec.of("rides", new SliceBits(0));

  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @TempDir private Path directory;
  private Path input = Path.of("");

  @BeforeEach
  void writeInput() throws IOException {
    input = Files.writeString(directory.resolve("rides.ndjson"), RIDES);
  }

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void foldsRidesThroughAllLayers() throws InputException, StoreFailure {
    Replay replay = replayed(2);

    Answer answer =
        replay.answer(
            workload(), Query.ALL.fit(TaxiRides.ZONES_BY_HOUR).get(), Layer.MERGED, LabelsAt.NONE);

    assertThat(answer.rows().map(row -> row.values().toString()))
        .containsExactly(
            "[centro, 2024-03-20T22:00:00Z, 3, 8.0, 2]",
            "[centro, 2024-03-20T23:00:00Z, 1, 9.5, 1]",
            "[puerto, 2024-03-20T22:00:00Z, 1, 12.0, 1]");
    assertThat(answer.provenance().isExact()).isTrue();
  }

  @Test
  void answersTheSameInKappaMode() throws InputException, StoreFailure {
    Query.Fitted all = Query.ALL.fit(TaxiRides.ZONES_BY_HOUR).get();

    Answer lambda = replayed(3).answer(workload(), all, Layer.MERGED, LabelsAt.NONE);
    Answer kappa = replayed(0).answer(workload(), all, Layer.MERGED, LabelsAt.NONE);

    assertThat(kappa.rows()).isEqualTo(lambda.rows());
  }

  @Test
  void countsARideThatWasSentTwiceOnce() throws InputException, IOException, StoreFailure {
    Files.writeString(
        input,
        """
        {"ride":1,"taxi":"T1","zone":"centro","fare":7.25,"dropped_off":"2024-03-20T22:10:00Z"}
        {"ride":1,"taxi":"T1","zone":"centro","fare":7.25,"dropped_off":"2024-03-20T22:10:00Z"}
        """);
    DefinitionSpec once = SPEC.withDuplicates(new DuplicateRule("ride", 10));

    Answer answer = replayed(once, 1).balance(new TaxiRides().create(once));

    assertThat(answer.rows().map(row -> row.values().toString()))
        .containsExactly("[rides, 0, 2, 2, 1, 1, 0]");
  }

  @Test
  void isFoundAsAPlugin() {
    assertThat(WorkloadCatalog.shipped().find("rides")).isNotEmpty();
  }

  private static Workload<?> workload() {
    return new TaxiRides().create(SPEC);
  }

  private Replay replayed(int publications) throws InputException, StoreFailure {
    return replayed(SPEC, publications);
  }

  private Replay replayed(DefinitionSpec definition, int publications)
      throws InputException, StoreFailure {
    AtomicInteger names = new AtomicInteger();
    Replay replay =
        DaggerReplayComponent.factory()
            .create(
                new TaxiRides(), threads, () -> "n" + names.incrementAndGet(), Clock.systemUTC())
            .replay();
    RecordedInput recorded =
        RecordedInput.read(
            List.of(input.toString()),
            InputTopics.of(WorkloadSetup.of(new TaxiRides(), definition)),
            0);
    replay.run(new ReplayRequest(definition, recorded, Option.none(), publications), new Silent());
    return replay;
  }

  private static final class Silent implements ReplayListener {
    @Override
    public void read(long records, int partitions, SliceBits slices, boolean picked) {}

    @Override
    public void published(
        int number, int of, boolean kappa, Publication publication, long cleanedKeys) {}
  }
}
