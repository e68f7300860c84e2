package io.anabranch.apps.ingest.recorded;

import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.List;

/** The way of a recording into a log of its own. */
public interface InputLog {

  /**
   * A record and the offset that it had.
   *
   * @param timestamp milliseconds since 1970
   */
  record Placed(long offset, long timestamp, Option<byte[]> key, Option<byte[]> value) {}

  /** Makes a topic. */
  Topic create(String name, int partitions) throws StoreFailure;

  /**
   * Lets partitions begin at offsets, as if they held nothing older, if the log can.
   *
   * @return where they begin
   */
  OffsetVector begin(OffsetVector desired) throws StoreFailure;

  /**
   * Appends records to a partition, each at its offset if the log can, else one after the other.
   */
  void append(Partition partition, List<Placed> records) throws StoreFailure;
}
