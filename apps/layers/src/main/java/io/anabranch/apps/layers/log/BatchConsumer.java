package io.anabranch.apps.layers.log;

import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.StoreFailure;

/** Receives adjacent batches of a partition. */
@FunctionalInterface
public interface BatchConsumer {
  void accept(RecordBatch batch) throws StoreFailure;
}
