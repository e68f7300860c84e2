package @PACKAGE@;

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
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.ReferenceData;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Presentation;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All layers over the sample recording, in memory. */
class @CLASS@WorkloadTest {

  private static final Path EVENTS = Path.of("samples", "@NAME@.ndjson");
  private static final Path PLACES = Path.of("samples", "places.ndjson");
  private static final DefinitionSpec SPEC =
      DefinitionSpec.of(@CLASS@Workload.NAME, new SliceBits(0));

  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void countsEventsByPlaceRegionAndHour() throws Exception {
    Answer answer = answer(replayed(3), @CLASS@Workload.PLACES);

    assertThat(answer.rows().map(row -> row.values().toString()))
        .containsExactly(
            "[centre, north, 2024-03-20T22:00:00Z, 3, 8.0, 2]",
            "[centre, north, 2024-03-20T23:00:00Z, 1, 9.5, 1]",
            "[harbour, south, 2024-03-20T22:00:00Z, 1, 12.0, 1]",
            "[station, unknown, 2024-03-20T23:00:00Z, 1, 4.0, 1]");
    assertThat(answer.provenance().isExact()).isTrue();
  }

  @Test
  void mergesPlacesIntoRegions() throws Exception {
    Answer answer = answer(replayed(3), @CLASS@Workload.REGIONS);

    assertThat(answer.rows().map(row -> row.values().toString()))
        .contains("[south, 2024-03-20T22:00:00Z, 1, 12.0, 1]");
  }

  @Test
  void answersTheSameWithoutBatchLayer() throws Exception {
    Answer lambda = answer(replayed(3), @CLASS@Workload.PLACES);
    Answer kappa = answer(replayed(0), @CLASS@Workload.PLACES);

    assertThat(kappa.rows()).isEqualTo(lambda.rows());
  }

  private Replay replayed(int publications) throws InputException, StoreFailure {
    @CLASS@Workload workload = new @CLASS@Workload();
    AtomicInteger names = new AtomicInteger();
    Replay replay =
        DaggerReplayComponent.factory()
            .create(workload, threads, () -> "n" + names.incrementAndGet(), Clock.systemUTC())
            .replay();
    RecordedInput recorded =
        RecordedInput.read(
            List.of(EVENTS.toString()), InputTopics.of(WorkloadSetup.of(workload, SPEC)), 0);
    replay.run(new ReplayRequest(SPEC, recorded, Option.none(), publications), new Silent());
    return replay;
  }

  private static Answer answer(Replay replay, Presentation shown)
      throws IOException, StoreFailure {
    ReferenceData data = Regions.NONE;
    List<String> entries = Files.readAllLines(PLACES);
    for (String entry : entries) {
      data = data.read(Regions.TOPIC, entry.getBytes(StandardCharsets.UTF_8)).data();
    }
    return replay.answer(
        new @CLASS@Workload().create(SPEC),
        Query.ALL.fit(shown).get(),
        Layer.MERGED,
        new LabelsAt(data.labels(), entries.size()));
  }

  private static final class Silent implements ReplayListener {
    @Override
    public void read(long records, int partitions, SliceBits slices, boolean picked) {}

    @Override
    public void published(
        int number, int of, boolean kappa, Publication publication, long cleanedKeys) {}
  }
}
