package io.anabranch.apps.layers.batch;

import static io.anabranch.ports.contract.Fixtures.PARTITION;
import static io.anabranch.ports.contract.Fixtures.bytes;
import static io.anabranch.ports.contract.Fixtures.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.fold.Fold;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.contract.ContractWorkload;
import io.anabranch.ports.forwarding.ForwardingBatchViews;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryBatchViews;
import io.anabranch.ports.inmemory.InMemoryProgress;
import io.anabranch.ports.inmemory.InMemorySpeedViews;
import io.anabranch.ports.inmemory.PortCall;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ClosedSliceSourceTest {

  private static final DefinitionSpec SPEC =
      DefinitionSpec.of(ContractWorkload.NAME, new SliceBits(2));

  private final List<PortCall> reads = new ArrayList<>();
  private final InMemorySpeedViews speed =
      new InMemorySpeedViews(
          new Faults() {
            @Override
            public void before(PortCall call) {
              if (call.operation().equals("read")) {
                reads.add(call);
              }
            }
          });
  private final WireStateCodec codec = new WireStateCodec();

  @Test
  void readsAViewOnlyAfterTheRowsOfThePreviousOneAreWritten() throws StoreFailure {
    for (long slice = 0; slice < 3; slice++) {
      speed.write(rowsOfSlice(slice));
    }
    Set<String> seen = new LinkedHashSet<>();
    List<Integer> ahead = new ArrayList<>();
    BatchViews recording =
        new ForwardingBatchViews(new InMemoryBatchViews()) {
          @Override
          public long write(SegmentName segment, Cursor<SegmentRow> rows) throws StoreFailure {
            return super.write(
                segment,
                new Cursor<>() {
                  @Override
                  public Option<SegmentRow> next() throws StoreFailure {
                    Option<SegmentRow> row = rows.next();
                    row.forEach(
                        shown -> {
                          seen.add(shown.view());
                          ahead.add(reads.size() - seen.size());
                        });
                    return row;
                  }

                  @Override
                  public void close() {
                    rows.close();
                  }
                });
          }
        };
    Coverage coverage = Coverage.opening(SPEC, OffsetVector.ZERO);
    ClosedSliceSource source =
        new ClosedSliceSource(
            new ContractWorkload(), new InMemoryProgress(), speed, recording, codec);

    Segment segment =
        source.fold(
            coverage,
            coverage.servingLane(),
            segment("a"),
            OffsetVector.ZERO,
            OffsetVector.of(PARTITION, 8));

    assertThat(seen).hasSize(3);
    assertThat(segment.rows()).isEqualTo(8 + 8 + 1);
    assertThat(ahead).as("views read ahead of writing").containsOnly(0);
  }

  private List<SpeedRow> rowsOfSlice(long slice) {
    RecordBatch.Builder batch = RecordBatch.builder(PARTITION, slice * 4);
    for (long offset = slice * 4; offset < slice * 4 + 4; offset++) {
      batch.add(offset, 0, Option.none(), Option.some(bytes("n" + offset + " 0 1 id")));
    }
    return rows(new ContractWorkload().create(SPEC), slice, batch.build(slice * 4 + 4));
  }

  private <E> List<SpeedRow> rows(Workload<E> workload, long slice, RecordBatch batch) {
    Fold<E> fold =
        Fold.of(workload, PARTITION, SPEC.duplicates(), rejected -> {}).from(batch.from());
    fold.add(batch);
    List<SpeedRow> rows = new ArrayList<>();
    fold.changedRows(
        (view, key, version, state) ->
            rows.add(
                new SpeedRow(
                    new DefinitionNumber(1),
                    view.name(),
                    key,
                    PARTITION,
                    slice,
                    version,
                    codec.encode(view, state))));
    return rows;
  }
}
