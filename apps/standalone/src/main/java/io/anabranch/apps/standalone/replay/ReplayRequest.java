package io.anabranch.apps.standalone.replay;

import io.anabranch.apps.ingest.recorded.RecordedInput;
import io.anabranch.domain.definition.DefinitionSpec;
import io.vavr.control.Option;

/**
 * The input and parameters of a replay.
 *
 * @param spec the definition; its slice bits are used only if {@code sliceBits} is given
 * @param input recorded input, consumed by the replay
 * @param sliceBits none for the largest size of which every publication closes a slice
 * @param batches number of publications; 0 for kappa mode
 */
public record ReplayRequest(
    DefinitionSpec spec, RecordedInput input, Option<Integer> sliceBits, int batches) {

  public ReplayRequest {
    if (batches < 0) {
      throw new IllegalArgumentException("the number of batches must not be negative");
    }
  }
}
