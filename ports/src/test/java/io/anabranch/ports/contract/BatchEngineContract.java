package io.anabranch.ports.contract;

import static io.anabranch.ports.contract.Fixtures.FIRST;
import static io.anabranch.ports.contract.Fixtures.drain;
import static io.anabranch.ports.contract.Fixtures.partition;
import static io.anabranch.ports.contract.Fixtures.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.fold.Fold;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.BatchEngine;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Contract of batch engines: the same bytes as one sequential fold, however the work is divided.
 */
public abstract class BatchEngineContract {

  private static final Partition LEFT = partition("snacks", 0);
  private static final Partition RIGHT = partition("snacks", 1);
  private static final int END = 400;
  private static final int FILE = 37;

  private final WorkloadFactory workloads = new ContractWorkload();
  private MasterDataset archive;
  private BatchViews views;
  private RejectedEvents rejected;
  private BatchEngine engine;

  /** An empty archive, from which the engine reads. */
  protected abstract MasterDataset archive() throws Exception;

  /** An empty store, to which the engine writes. */
  protected abstract BatchViews views() throws Exception;

  /** An empty port, to which the engine writes rejected events. */
  protected abstract RejectedEvents rejected() throws Exception;

  protected abstract StateCodec codec();

  /** The engine over the archive and the stores, which are created before. */
  protected abstract BatchEngine engine(WorkloadFactory workloads) throws Exception;

  @BeforeEach
  final void archiveRecordsOfTwoPartitions() throws Exception {
    archive = archive();
    views = views();
    rejected = rejected();
    engine = engine(workloads);
    for (Partition partition : List.of(LEFT, RIGHT)) {
      for (int from = 0; from < END; from += FILE) {
        archive.append(batch(partition, from, Math.min(END, from + FILE)));
      }
    }
  }

  @Test
  public final void writesTheBytesOfOneStraightFold() throws Exception {
    Segment made = engine.fold(plain(), OffsetVector.ZERO, segment("a"), at(0, 0), at(384, 256));

    assertThat(contentOf(made)).isEqualTo(straight(plain(), at(0, 0), at(384, 256)));
    assertThat(made.rows()).isEqualTo(contentOf(made).size());
    assertThat(made.from()).isEqualTo(at(0, 0));
    assertThat(made.to()).isEqualTo(at(384, 256));
  }

  @Test
  public final void foldsRangesThatStartAnywhere() throws Exception {
    Segment made = engine.fold(plain(), OffsetVector.ZERO, segment("a"), at(5, 32), at(128, 32));

    assertThat(contentOf(made)).isEqualTo(straight(plain(), at(5, 32), at(128, 32)));
  }

  @Test
  public final void mergesAdjacentSegmentsIntoTheFoldOfBoth() throws Exception {
    Segment first = engine.fold(plain(), OffsetVector.ZERO, segment("a"), at(0, 0), at(64, 96));
    Segment second =
        engine.fold(plain(), OffsetVector.ZERO, segment("b"), at(64, 96), at(320, 384));
    Map<String, String> before = contentOf(first);

    Segment merged = engine.merge(plain(), segment("c"), List.of(first, second));

    assertThat(contentOf(merged)).isEqualTo(straight(plain(), at(0, 0), at(320, 384)));
    assertThat(merged.from()).isEqualTo(at(0, 0));
    assertThat(merged.to()).isEqualTo(at(320, 384));
    assertThat(contentOf(first)).isEqualTo(before);
  }

  @Test
  public final void looksBackForDuplicatesAcrossItsSharesAndNotBeforeTheOrigin() throws Exception {
    Definition once = new Definition(FIRST, spec().withDuplicates(new DuplicateRule("id", 50)));
    OffsetVector origin = at(40, 0);

    Segment made = engine.fold(once, origin, segment("a"), at(64, 64), at(384, 384));

    assertThat(contentOf(made)).isEqualTo(straight(once, origin, at(64, 64), at(384, 384)));
    assertThat(contentOf(made)).isNotEqualTo(straight(plain(), at(64, 64), at(384, 384)));
  }

  @Test
  public final void writesEachRejectedEventOfTheRangeOnce() throws Exception {
    Definition once = new Definition(FIRST, spec().withDuplicates(new DuplicateRule("id", 50)));

    engine.fold(once, OffsetVector.ZERO, segment("a"), at(64, 96), at(384, 256));
    engine.fold(once, OffsetVector.ZERO, segment("b"), at(64, 96), at(384, 256));

    List<RejectedEvent> expected = new ArrayList<>();
    OffsetVector origin = OffsetVector.ZERO;
    straight(workloads.create(once.spec()), once, expected::add, origin, at(64, 96), at(384, 256));
    assertThat(drain(rejected.read(FIRST))).isNotEmpty().isEqualTo(expected);
  }

  @Test
  public final void leavesNothingBesideTheSegmentsThatItReturns() throws Exception {
    Segment first = engine.fold(plain(), OffsetVector.ZERO, segment("a"), at(0, 0), at(64, 96));
    assertThat(views.segments(FIRST)).containsExactly(segment("a"));
    Segment second =
        engine.fold(plain(), OffsetVector.ZERO, segment("b"), at(64, 96), at(320, 384));

    engine.merge(plain(), segment("c"), List.of(first, second));

    assertThat(views.segments(FIRST)).containsExactly(segment("a"), segment("b"), segment("c"));
  }

  @Test
  public final void refusesARangeThatTheArchiveDoesNotHold() {
    assertThatThrownBy(
            () -> engine.fold(plain(), OffsetVector.ZERO, segment("a"), at(0, 0), at(512, 0)))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("snacks-0")
        .hasMessageContaining(Integer.toString(END));
  }

  private static DefinitionSpec spec() {
    return DefinitionSpec.of(ContractWorkload.NAME, new SliceBits(5));
  }

  private static Definition plain() {
    return new Definition(FIRST, spec());
  }

  private static OffsetVector at(long left, long right) {
    return OffsetVector.of(Map.of(LEFT, left, RIGHT, right));
  }

  /**
   * Records whose sums depend on the order of plain addition, with duplicates and invalid events.
   */
  private static RecordBatch batch(Partition partition, int from, int to) {
    RecordBatch.Builder batch = RecordBatch.builder(partition, from);
    for (int offset = from; offset < to; offset++) {
      if (offset % 7 == 3) {
        continue; // a hole
      }
      SplittableRandom random = new SplittableRandom(31L * offset + partition.number());
      String value =
          offset % 11 == 0
              ? "rubbish"
              : "n"
                  + random.nextInt(5)
                  + " "
                  + random.nextInt(20_000)
                  + " "
                  + Math.scalb(random.nextDouble() - 0.5, random.nextInt(-80, 80))
                  + " "
                  + random.nextInt(60);
      batch.add(offset, 0, Option.none(), Option.some(value.getBytes(StandardCharsets.UTF_8)));
    }
    return batch.build(to);
  }

  private Map<String, String> straight(Definition definition, OffsetVector from, OffsetVector to) {
    return straight(definition, OffsetVector.ZERO, from, to);
  }

  private Map<String, String> straight(
      Definition definition, OffsetVector origin, OffsetVector from, OffsetVector to) {
    return contentOf(
        straight(
            workloads.create(definition.spec()), definition, rejected -> {}, origin, from, to));
  }

  private static <E> Fold<E> straight(
      Workload<E> workload,
      Definition definition,
      Consumer<RejectedEvent> rejections,
      OffsetVector origin,
      OffsetVector from,
      OffsetVector to) {
    Fold<E> whole = straight(workload, definition, rejections, LEFT, origin, from, to);
    if (from.at(RIGHT) < to.at(RIGHT)) {
      whole.merge(straight(workload, definition, rejections, RIGHT, origin, from, to));
    }
    return whole;
  }

  private static <E> Fold<E> straight(
      Workload<E> workload,
      Definition definition,
      Consumer<RejectedEvent> rejections,
      Partition partition,
      OffsetVector origin,
      OffsetVector from,
      OffsetVector to) {
    Fold.Sequence<E> sequence =
        Fold.of(workload, partition, definition.spec().duplicates(), rejections);
    OffsetRange lookback = sequence.lookback(from.at(partition), origin.at(partition));
    RecordBatch all = batch(partition, 0, END);
    if (!lookback.isEmpty()) {
      sequence.remember(all.within(lookback.from(), lookback.to()));
    }
    Fold<E> fold = sequence.from(from.at(partition));
    fold.add(all.within(from.at(partition), to.at(partition)));
    return fold;
  }

  private <E> Map<String, String> contentOf(Fold<E> fold) {
    Map<String, String> content = new TreeMap<>();
    Fold<E>.Rows rows = fold.rows();
    while (rows.next(
        (view, key, version, state) ->
            content.put(view + " " + key, codec().encode(view, state).toString()))) {
      // Each call shows one row.
    }
    return content;
  }

  private Map<String, String> contentOf(Segment segment) throws StoreFailure {
    Map<String, String> content = new TreeMap<>();
    for (View<?> view : workloads.create(spec()).storedViews()) {
      for (SegmentRow row : drain(views.read(segment.name(), view, Selection.ALL))) {
        content.put(view + " " + row.key(), row.state().toString());
      }
    }
    return content;
  }
}
