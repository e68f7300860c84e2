package io.anabranch.apps.ingest.recorded;

import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.List;

/** A log that recorded input is written to. */
public interface InputLog {

  /**
   * A record with its original offset.
   *
   * @param timestamp milliseconds since 1970
   */
  record PositionedRecord(long offset, long timestamp, Option<byte[]> key, Option<byte[]> value) {}

  /** Creates a topic. */
  Topic create(String name, int partitions) throws StoreFailure;

  /**
   * Sets the first offsets of empty partitions, if the log supports it.
   *
   * @return the actual first offsets
   */
  OffsetVector begin(OffsetVector desired) throws StoreFailure;

  /**
   * Appends records to a partition, at their offsets if the log supports it, else consecutively.
   */
  void append(Partition partition, List<PositionedRecord> records) throws StoreFailure;
}
