package io.anabranch.apps.replay;

import io.anabranch.domain.definition.DefinitionSpec;
import io.vavr.control.Option;
import java.util.List;

/**
 * What to replay.
 *
 * @param spec the definition; its slice bits are used only if {@code sliceBits} is given
 * @param files recorded input
 * @param sliceBits none: the largest of which every publication closes a slice
 * @param batches how many publications; 0 is kappa mode
 */
public record ReplayRequest(
    DefinitionSpec spec, List<String> files, Option<Integer> sliceBits, int batches) {

  public ReplayRequest {
    files = List.copyOf(files);
    if (files.isEmpty() || batches < 0) {
      throw new IllegalArgumentException("a replay has files and no negative number of batches");
    }
  }
}
