package io.anabranch.apps.ingest.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.anabranch.adapters.wire.SpecificationDecoder;
import io.anabranch.apps.workloads.WorkloadCatalog;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.metrics.Reading;
import io.anabranch.domain.metrics.Specification;
import io.anabranch.domain.metrics.Specifications;
import io.anabranch.domain.social.SocialEvent;
import io.anabranch.domain.vending.Purchase;
import io.anabranch.domain.view.Workload;
import io.anabranch.domain.weather.Observation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GeneratorsTest {

  private static final Instant MONDAY = Instant.parse("2026-10-05T00:00:00Z");
  private static final long HOUR = 3600;
  private static final long DAY = 24 * HOUR;
  private static final double HUNDRED_A_MINUTE = 100 / 60.0;

  /** The decoded events and rejections of one record. */
  private static final class Outcome implements EventSink<Object> {
    private final List<Object> events = new ArrayList<>();
    private final List<Utf8> ids = new ArrayList<>();
    private final List<Rejection> rejections = new ArrayList<>();

    @Override
    public void accept(Object event) {
      events.add(event);
    }

    @Override
    public void accept(Object event, Utf8 id) {
      events.add(event);
      ids.add(id.detached());
    }

    @Override
    public void reject(Rejection rejection) {
      rejections.add(rejection);
    }
  }

  private static Generator generator(String workload, long seed) {
    return Generators.demand(WorkloadCatalog.shipped().find(workload).get(), settings(seed));
  }

  private static GeneratorSettings settings(long seed) {
    return new GeneratorSettings(seed, MONDAY, HUNDRED_A_MINUTE);
  }

  /** A workload without a generator. */
  private static final class Taxis implements WorkloadFactory {
    @Override
    public String workload() {
      return "taxis";
    }

    @Override
    public Workload<?> create(DefinitionSpec spec) {
      throw new AssertionError("must not be created");
    }
  }

  private static List<Generated> first(int count, String workload, long seed) {
    Generator generator = generator(workload, seed);
    List<Generated> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(generator.next());
    }
    return records;
  }

  /** The records of some days. */
  private static List<Generated> days(double days, String workload) {
    Generator generator = generator(workload, 1);
    long end = MONDAY.toEpochMilli() + (long) (days * DAY * 1000);
    List<Generated> records = new ArrayList<>();
    for (Generated next = generator.next(); next.atMillis() < end; next = generator.next()) {
      records.add(next);
    }
    return records;
  }

  private static EventDecoder<?> decoder(String workload) {
    WorkloadFactory factory =
        WorkloadCatalog.shipped().all().stream()
            .filter(f -> f.workload().equals(workload))
            .findFirst()
            .orElseThrow();
    DefinitionSpec spec = DefinitionSpec.of(workload, new SliceBits(8));
    return factory
        .create(
            workload.equals("vending")
                ? spec.withDuplicates(new DuplicateRule("order", 1000))
                : spec)
        .newDecoder();
  }

  private static Outcome decoded(EventDecoder<?> decoder, Generated record) {
    Outcome outcome = new Outcome();
    if (record.value().isEmpty()) {
      decoder.decodeAbsent(record.topic(), outcome);
    } else {
      byte[] bytes = record.value().get().toBytes();
      decoder.decode(record.topic(), bytes, 0, bytes.length, outcome);
    }
    return outcome;
  }

  private static long second(Object event) {
    if (event instanceof Reading reading) {
      return reading.epochSecond();
    }
    if (event instanceof Purchase purchase) {
      return purchase.epochSecond();
    }
    if (event instanceof SocialEvent social) {
      return social.epochSecond();
    }
    return ((Observation) event).epochSecond();
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics", "vending", "social", "weather"})
  void equalSeedsGiveEqualRecords(String workload) {
    assertThat(first(5000, workload, 7)).isEqualTo(first(5000, workload, 7));
    assertThat(first(5000, workload, 7)).isNotEqualTo(first(5000, workload, 8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics", "vending", "social", "weather"})
  void sendsInOrderOfTimeToExistingPartitions(String workload) {
    Generator generator = generator(workload, 3);
    long before = MONDAY.toEpochMilli();
    for (int i = 0; i < 20_000; i++) {
      Generated record = generator.next();
      assertThat(record.atMillis()).isGreaterThanOrEqualTo(before);
      assertThat(record.partition()).isBetween(0, generator.topics().get(record.topic()) - 1);
      before = record.atMillis();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics", "vending", "social", "weather"})
  void decodersAcceptEverythingButBrokenMessages(String workload) {
    EventDecoder<?> decoder = decoder(workload);
    for (Generated record : first(30_000, workload, 11)) {
      if (record.anomaly() == Anomaly.REFERENCE) {
        continue;
      }
      Outcome outcome = decoded(decoder, record);
      // A node that has just started has no 15-minute average: collectd writes null.
      List<Rejection> rejections =
          outcome.rejections.stream().filter(r -> !r.reason().equals("no value")).toList();
      if (record.anomaly() == Anomaly.BROKEN) {
        assertThat(outcome.rejections).as("%s", record).isNotEmpty();
      } else {
        assertThat(rejections).as("%s", record).isEmpty();
        assertThat(outcome.events).as("%s", record).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics", "vending", "social", "weather"})
  void keepsTheSharesOfLateBrokenAndRepeatedMessages(String workload) {
    Map<Anomaly, Integer> counts = new EnumMap<>(Anomaly.class);
    int records = 100_000;
    first(records, workload, 5).forEach(record -> counts.merge(record.anomaly(), 1, Integer::sum));

    assertThat(counts.get(Anomaly.LATE) / (double) records)
        .isCloseTo(EventTimeline.LATE, within(0.002));
    assertThat(counts.get(Anomaly.BROKEN) / (double) records)
        .isCloseTo(EventTimeline.BROKEN, within(0.001));
    assertThat(counts.get(Anomaly.REPEATED) / (double) records)
        .isCloseTo(EventTimeline.REPEATED, within(0.002));
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics", "vending", "weather"})
  void lateEventsAreUpToEightHoursOld(String workload) {
    EventDecoder<?> decoder = decoder(workload);
    for (Generated record : first(30_000, workload, 5)) {
      long sent = record.atMillis() / 1000;
      if (record.anomaly() == Anomaly.NONE) {
        assertThat(decoded(decoder, record).events).allMatch(event -> second(event) == sent);
      } else if (record.anomaly() == Anomaly.LATE) {
        assertThat(decoded(decoder, record).events)
            .allMatch(event -> second(event) <= sent - 60 && second(event) >= sent - 8 * HOUR);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics", "vending", "social", "weather"})
  void repeatsBytesThatWereSentShortlyBefore(String workload) {
    List<Generated> records = first(20_000, workload, 5);
    for (int i = 0; i < records.size(); i++) {
      Generated record = records.get(i);
      if (record.anomaly() == Anomaly.REPEATED) {
        assertThat(records.subList(Math.max(0, i - 120), i))
            .anyMatch(
                before ->
                    before.value().equals(record.value())
                        && before.topic().equals(record.topic())
                        && before.partition() == record.partition());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics", "vending", "social", "weather"})
  void leavesOnePartitionNearlyEmpty(String workload) {
    Map<String, Integer> counts = new HashMap<>();
    List<Generated> records = first(30_000, workload, 5);
    records.stream()
        .filter(record -> record.anomaly() != Anomaly.REFERENCE)
        .forEach(r -> counts.merge(r.topic() + "-" + r.partition(), 1, Integer::sum));

    int fewest = counts.values().stream().mapToInt(Integer::intValue).min().orElseThrow();

    assertThat(fewest).isPositive().isLessThan(records.size() / 40);
  }

  @Test
  void isBusyAtNoonAndQuietAtNight() {
    Map<Long, Integer> hours = new TreeMap<>();
    for (Generated record : days(7, "vending")) {
      hours.merge(record.atMillis() / 1000 % DAY / HOUR, 1, Integer::sum);
    }

    assertThat(hours).hasSize(24);
    assertThat(hours.get(12L)).isGreaterThan(5 * hours.get(2L));
    int records = hours.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(records / (7.0 * DAY)).isCloseTo(HUNDRED_A_MINUTE, within(0.2));
  }

  @Test
  void hasBursts() {
    Map<Long, Integer> ofTwentyMinutes = new TreeMap<>();
    for (Generated record : days(2, "weather")) {
      ofTwentyMinutes.merge(record.atMillis() / 600_000, 1, Integer::sum);
    }
    List<Integer> sorted = ofTwentyMinutes.values().stream().sorted().toList();
    int median = sorted.get(sorted.size() / 2);

    assertThat(sorted.get(sorted.size() - 1)).isGreaterThan(median * 17 / 10);
    assertThat(sorted.stream().filter(n -> n > median * 17 / 10).count()).isBetween(4L, 30L);
  }

  @Test
  void aNodeJoinsAndIsAssignedLater() {
    EventDecoder<?> decoder = decoder("metrics");
    long joined = Long.MAX_VALUE;
    long assigned = Long.MAX_VALUE;
    Specifications specifications = Specifications.NONE;
    for (Generated record : days(1, "metrics")) {
      if (record.anomaly() == Anomaly.REFERENCE) {
        for (var entry : SpecificationDecoder.decode(record.value().get().toBytes())) {
          specifications = entry.isRight() ? specifications.with(entry.get()) : specifications;
        }
        boolean isAssigned = !specifications.groups().assign(Utf8.of("worker09")).equals(NO_GROUP);
        assigned = isAssigned ? Math.min(assigned, record.atMillis()) : assigned;
      } else {
        for (Object event : decoded(decoder, record).events) {
          boolean isNew = ((Reading) event).node().equals(Utf8.of("worker09"));
          joined = isNew ? Math.min(joined, record.atMillis()) : joined;
        }
      }
    }

    assertThat(joined).isGreaterThan(MONDAY.toEpochMilli() + 2 * HOUR * 1000);
    assertThat(assigned).isGreaterThan(joined).isLessThan(Long.MAX_VALUE);
  }

  private static final Utf8 NO_GROUP = Specifications.NONE.groups().assign(Utf8.of("unknown"));

  @Test
  void changesGroupsAndShiftsInTheReferenceLog() {
    Set<String> groupsOfWorkers = new HashSet<>();
    Set<String> shifts = new TreeSet<>();
    int broken = 0;
    Specifications specifications = Specifications.NONE;
    for (Generated record : days(3, "metrics")) {
      if (record.anomaly() == Anomaly.REFERENCE) {
        for (var entry :
            SpecificationDecoder.decode(
                new String(record.value().get().toBytes(), StandardCharsets.UTF_8))) {
          broken += entry.isLeft() ? 1 : 0;
          for (Specification specification : entry) {
            specifications = specifications.with(specification);
          }
        }
        groupsOfWorkers.add(specifications.groups().toString());
        shifts.add(
            specifications.shifts().stream()
                .map(shift -> shift.name() + shift.start() + shift.end())
                .sorted()
                .collect(Collectors.joining(" ")));
      }
    }

    assertThat(groupsOfWorkers.size()).isGreaterThan(4);
    assertThat(shifts).hasSize(3); // none, initial shifts, summer shifts
    assertThat(specifications.shifts()).hasSize(21);
    assertThat(broken).isPositive();
  }

  @Test
  void updatesScores() {
    EventDecoder<?> decoder = decoder("social");
    Map<Utf8, Set<Long>> scores = new HashMap<>();
    for (Generated record : first(20_000, "social", 5)) {
      for (Object event : decoded(decoder, record).events) {
        if (event instanceof SocialEvent.Post post) {
          scores.computeIfAbsent(post.postId().detached(), id -> new HashSet<>()).add(post.score());
        }
      }
    }

    assertThat(scores.values().stream().filter(ofPost -> ofPost.size() > 1).count())
        .isGreaterThan(500);
  }

  @Test
  void writesBothFormatsOfCollectdAndSeveralLinesInAMessage() {
    List<String> texts =
        first(2000, "metrics", 5).stream()
            .filter(record -> record.anomaly() == Anomaly.NONE)
            .map(record -> record.value().get().toString())
            .toList();

    assertThat(texts).anyMatch(text -> text.startsWith("[{\"values\":["));
    assertThat(texts).anyMatch(text -> text.split("\r\n").length == 3);
    assertThat(texts)
        .anyMatch(
            text -> text.matches("worker0\\d\\.cpu-\\d\\.cpu-idle \\d+\\.\\d\\d \\d{10}\r\n"));
  }

  @Test
  void observesTwelveCities() {
    EventDecoder<?> decoder = decoder("weather");
    Set<String> cities = new TreeSet<>();
    first(20_000, "weather", 5)
        .forEach(
            record ->
                decoded(decoder, record)
                    .events
                    .forEach(event -> cities.add(((Observation) event).city().toString())));

    assertThat(cities).hasSize(12).contains("Paris", "Reims");
  }

  @ParameterizedTest
  @EnumSource(Breakage.class)
  void decodersRejectEveryKindOfBreakage(Breakage kind) {
    for (String workload : List.of("metrics", "vending", "social", "weather")) {
      EventDecoder<?> decoder = decoder(workload);
      for (Generated record : first(500, workload, 9)) {
        if (record.anomaly() == Anomaly.NONE) {
          Generated broken =
              new Generated(
                  record.atMillis(),
                  record.topic(),
                  record.partition(),
                  record.key(),
                  kind.breakMessage(record.value().get().toString()),
                  Anomaly.BROKEN);
          assertThat(decoded(decoder, broken).rejections).as("%s of %s", kind, record).isNotEmpty();
        }
      }
    }
  }

  @Test
  void rejectsUnknownWorkloadsAndInvalidRates() {
    assertThatThrownBy(() -> Generators.demand(new Taxis(), GeneratorsTest.settings(1)))
        .hasMessageContaining("taxis");
    assertThatThrownBy(() -> new GeneratorSettings(1, MONDAY, 0)).hasMessageContaining("0.0");
  }
}
