package @PACKAGE@;

import io.anabranch.apps.ingest.generate.Anomaly;
import io.anabranch.apps.ingest.generate.Generated;
import io.anabranch.apps.ingest.generate.Generator;
import io.anabranch.apps.ingest.generate.GeneratorFactory;
import io.anabranch.apps.ingest.generate.GeneratorSettings;
import io.anabranch.domain.event.Utf8;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes input for {@code demo}, {@code ingest --generate} and {@code bench}. */
public final class @CLASS@Generator implements GeneratorFactory {

  private static final int PARTITIONS = 2;
  private static final int VISITORS = 500;
  private static final List<String> PLACES = List.of("centre", "harbour", "park", "station");
  private static final List<String> REGIONS = List.of("north", "south");

  @Override
  public String workload() {
    return @CLASS@Workload.NAME;
  }

  @Override
  public Generator create(GeneratorSettings settings) {
    return new History(settings);
  }

  /** First the region of each place, then events without end. */
  private static final class History implements Generator {
    private final Random random;
    private final double millisPerRecord;
    private double nowMillis;
    private int told;

    History(GeneratorSettings settings) {
      this.random = new Random(settings.seed());
      this.millisPerRecord = 1_000 / settings.recordsPerSecond();
      this.nowMillis = settings.start().toEpochMilli();
    }

    @Override
    public SortedMap<String, Integer> topics() {
      return new TreeMap<>(Map.of(@CLASS@Workload.TOPIC, PARTITIONS, Regions.TOPIC, 1));
    }

    @Override
    public Generated next() {
      return told < PLACES.size() ? region(told++) : event();
    }

    private Generated region(int index) {
      String place = PLACES.get(index);
      String region = REGIONS.get(index % REGIONS.size());
      return sent(
          Regions.TOPIC,
          0,
          place,
          "{\"place\":\"%s\",\"region\":\"%s\"}".formatted(place, region),
          Anomaly.REFERENCE);
    }

    private Generated event() {
      nowMillis += millisPerRecord;
      int place = random.nextInt(PLACES.size());
      String value =
          "{\"place\":\"%s\",\"visitor\":\"v%d\",\"amount\":%d.%02d,\"at\":\"%s\"}"
              .formatted(
                  PLACES.get(place),
                  random.nextInt(VISITORS),
                  random.nextInt(50),
                  random.nextInt(100),
                  Instant.ofEpochSecond((long) nowMillis / 1_000));
      return sent(
          @CLASS@Workload.TOPIC, place % PARTITIONS, PLACES.get(place), value, Anomaly.NONE);
    }

    private Generated sent(
        String topic, int partition, String key, String value, Anomaly anomaly) {
      return new Generated(
          (long) nowMillis,
          topic,
          partition,
          Utf8.of(key),
          Option.some(Utf8.of(value)),
          anomaly);
    }
  }
}
