package io.anabranch.apps.standalone.replay;

import io.anabranch.apps.ingest.recorded.RecordedInput;
import io.anabranch.domain.definition.DefinitionSpec;
import io.vavr.control.Option;

/**
 * What to replay.
 *
 * @param spec the definition; its slice bits are used only if {@code sliceBits} is given
 * @param input recorded input, which a replay uses up
 * @param sliceBits none: the largest of which every publication closes a slice
 * @param batches how many publications; 0 is kappa mode
 */
public record ReplayRequest(
    DefinitionSpec spec, RecordedInput input, Option<Integer> sliceBits, int batches) {

  public ReplayRequest {
    if (batches < 0) {
      throw new IllegalArgumentException("a replay has no negative number of batches");
    }
  }
}
