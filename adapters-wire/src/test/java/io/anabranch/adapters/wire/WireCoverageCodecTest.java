package io.anabranch.adapters.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.coverage.Chain;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class WireCoverageCodecTest {

  private static final List<String> TEXTS =
      List.of("vending", "", "a/b 'c'\n", "\"\\\0\u007f", "mañana 日本語 😀", "\uD800", "\uFFFF");

  private final WireCoverageCodec codec = new WireCoverageCodec();

  private static <T> T any(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static DefinitionSpec aSpec(String workload, Random random) {
    Map<String, String> parameters = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      parameters.put(any(random, TEXTS), any(random, TEXTS));
    }
    DefinitionSpec spec =
        DefinitionSpec.of(workload, new SliceBits(random.nextInt(41))).withParameters(parameters);
    return random.nextBoolean()
        ? spec
        : spec.withDuplicates(
            new DuplicateRule("id" + any(random, TEXTS), random.nextLong() >>> 1));
  }

  private static OffsetVector further(OffsetVector from, Random random) {
    OffsetVector further = from;
    for (int i = random.nextInt(3); i > 0; i--) {
      Topic topic =
          new Topic("t" + any(random, TEXTS), new UUID(random.nextInt(2), random.nextInt(2)));
      Partition partition = new Partition(topic, random.nextInt(3));
      further = further.with(partition, further.at(partition) + random.nextInt(1 << 30));
    }
    return further;
  }

  private static Loss aLoss(Coverage coverage, Random random) {
    Topic topic = new Topic("t" + any(random, TEXTS), new UUID(0, random.nextInt(2)));
    long from = random.nextInt(1 << 30);
    return new Loss(
        new Partition(topic, random.nextInt(3)),
        new OffsetRange(from, from + 1 + random.nextInt(1 << 30)),
        any(random, List.of(Loss.Cause.values())),
        Option.when(random.nextBoolean(), coverage.nextDefinition()),
        Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
        any(random, TEXTS));
  }

  /** A coverage after several changes. */
  private static Coverage aCoverage(Random random) {
    String workload = any(random, TEXTS);
    Coverage coverage =
        Coverage.opening(aSpec(workload, random), further(OffsetVector.ZERO, random));
    for (int change = random.nextInt(20); change > 0; change--) {
      List<DefinitionNumber> numbers = coverage.lanes().keySet().toJavaList();
      DefinitionNumber number = any(random, numbers);
      Lane lane = coverage.lanes().get(number).get();
      coverage =
          switch (random.nextInt(7)) {
            case 0 -> coverage.adopting(aSpec(workload, random));
            case 1 -> coverage.raisingFloor(number);
            case 2 -> coverage.cleaned(number, further(lane.cleaned(), random));
            case 3 -> coverage.switchingTo(number);
            case 4 -> number.equals(coverage.serving()) ? coverage : coverage.retiring(number);
            case 5 ->
                coverage.recordingLoss(
                    coverage.losses().append(aLoss(coverage, random)),
                    further(OffsetVector.ZERO, random));
            default -> {
              OffsetVector to = further(lane.cut(), random);
              SegmentName name =
                  new SegmentName(number, lane.epoch(), Integer.toString(change, 36));
              Chain next =
                  lane.chain().append(new Segment(name, lane.cut(), to, random.nextLong() >>> 1));
              yield coverage.publishing(number, lane.epoch(), next).getOrElse(coverage);
            }
          };
    }
    return coverage;
  }

  @Test
  void anyCoverageIsReadBackAsItWas() throws Exception {
    for (int seed = 0; seed < 500; seed++) {
      Coverage coverage = aCoverage(new Random(seed));

      byte[] bytes = codec.encode(coverage);

      assertThat(codec.decode(bytes)).as("seed %d", seed).isEqualTo(coverage);
      assertThat(codec.encode(codec.decode(bytes))).as("seed %d", seed).isEqualTo(bytes);
    }
  }

  @Test
  void coverageIsStoredAsItAlwaysWas() throws Exception {
    Topic topic = new Topic("snacks", new UUID(1, 2));
    OffsetVector origin = OffsetVector.of(new Partition(topic, 0), 16);
    OffsetVector cut = origin.with(new Partition(topic, 1), 32);
    DefinitionSpec spec =
        DefinitionSpec.of("vending", new SliceBits(4))
            .withDuplicates(new DuplicateRule("id", 100))
            .withParameters(Map.of("zone", "Europe/Madrid"));
    Coverage opening = Coverage.opening(spec, origin);
    DefinitionNumber first = opening.serving();
    Coverage coverage =
        opening
            .publishing(
                first,
                0,
                Chain.startingAt(origin)
                    .append(new Segment(new SegmentName(first, 0, "a1"), origin, cut, 12)))
            .get();

    String golden =
        """
        {"format":1,"workload":"vending","revision":2,"serving":1,"lastDefinition":1,\
        "origin":[{"topic":"snacks","id":"00000000-0000-0001-0000-000000000002","partition":0,"offset":16}],\
        "lanes":[{"definition":1,"workload":"vending","sliceBits":4,"duplicates":{"idField":"id","horizon":100},\
        "parameters":{"zone":"Europe/Madrid"},"epoch":1,"floor":0,\
        "cleaned":[{"topic":"snacks","id":"00000000-0000-0001-0000-000000000002","partition":0,"offset":16}],\
        "chain":{"origin":[{"topic":"snacks","id":"00000000-0000-0001-0000-000000000002","partition":0,"offset":16}],\
        "segments":[{"definition":1,"baseEpoch":0,"nonce":"a1","rows":12,\
        "from":[{"topic":"snacks","id":"00000000-0000-0001-0000-000000000002","partition":0,"offset":16}],\
        "to":[{"topic":"snacks","id":"00000000-0000-0001-0000-000000000002","partition":0,"offset":16},\
        {"topic":"snacks","id":"00000000-0000-0001-0000-000000000002","partition":1,"offset":32}]}]},\
        "previous":{"origin":[{"topic":"snacks","id":"00000000-0000-0001-0000-000000000002","partition":0,"offset":16}],\
        "segments":[]}}]}""";
    assertThat(new String(codec.encode(coverage), UTF_8)).isEqualTo(golden);
    assertThat(codec.decode(golden.getBytes(UTF_8))).isEqualTo(coverage);
  }

  /** The format differs: a reader that does not support losses would fold over them. */
  @Test
  void lossesAreStoredAsTheyAlwaysWere() throws Exception {
    Partition partition = new Partition(new Topic("snacks", new UUID(1, 2)), 0);
    Coverage coverage =
        Coverage.opening(DefinitionSpec.of("vending", new SliceBits(4)), OffsetVector.ZERO)
            .recordingLoss(
                Vector.of(
                    new Loss(
                        partition,
                        new OffsetRange(12, 20),
                        Loss.Cause.RECREATED,
                        Option.some(new DefinitionNumber(2)),
                        Instant.ofEpochSecond(1_800_000_000L),
                        "ada"),
                    new Loss(
                        partition,
                        new OffsetRange(3, 4),
                        Loss.Cause.EXPIRED,
                        Option.none(),
                        Instant.ofEpochSecond(1_800_000_000L),
                        "ada")),
                OffsetVector.ZERO);

    String golden =
        """
        {"format":2,"workload":"vending","revision":2,"serving":1,"lastDefinition":1,"origin":[],\
        "lanes":[{"definition":1,"workload":"vending","sliceBits":4,"parameters":{},"epoch":0,"floor":0,\
        "cleaned":[],"chain":{"origin":[],"segments":[]},"previous":{"origin":[],"segments":[]}}],\
        "losses":[{"topic":"snacks","id":"00000000-0000-0001-0000-000000000002","partition":0,"from":12,"to":20,\
        "cause":"RECREATED","since":2,"accepted":"2027-01-15T08:00:00Z","by":"ada"},\
        {"topic":"snacks","id":"00000000-0000-0001-0000-000000000002","partition":0,"from":3,"to":4,\
        "cause":"EXPIRED","accepted":"2027-01-15T08:00:00Z","by":"ada"}]}""";
    assertThat(new String(codec.encode(coverage), UTF_8)).isEqualTo(golden);
    assertThat(codec.decode(golden.getBytes(UTF_8))).isEqualTo(coverage);
  }

  @Test
  void bytesOfAnUnknownFormatAreCorrupt() {
    String text = new String(codec.encode(aCoverage(new Random(1))), UTF_8);

    assertThatThrownBy(
            () -> codec.decode(text.replaceFirst("\"format\":.", "\"format\":3").getBytes(UTF_8)))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("format 3");
  }

  @Test
  void bytesThatAreNoCoverageAreCorrupt() {
    byte[] bytes = codec.encode(aCoverage(new Random(3)));
    List<byte[]> wrong = new ArrayList<>();
    for (int length = 0; length < bytes.length; length += 7) {
      wrong.add(java.util.Arrays.copyOf(bytes, length));
    }
    wrong.add(new byte[] {(byte) 0xC3});
    String text = new String(bytes, UTF_8);
    wrong.add("[1]".getBytes(UTF_8));
    wrong.add(text.replaceFirst("\"revision\":[0-9]+", "\"revision\":\"one\"").getBytes(UTF_8));
    wrong.add(text.replaceFirst("\"serving\":[0-9]+", "\"serving\":99").getBytes(UTF_8));
    wrong.add(
        text.replaceFirst("\"sliceBits\":[0-9]+", "\"sliceBits\":99999999999").getBytes(UTF_8));
    for (byte[] each : wrong) {
      assertThatThrownBy(() -> codec.decode(each))
          .as("%s", new String(each, UTF_8))
          .isInstanceOf(StoreFailure.Corrupt.class);
    }
  }
}
