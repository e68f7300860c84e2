package io.anabranch.domain.definition;

import io.anabranch.domain.log.SliceBits;
import io.vavr.control.Option;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A workload's name and parameters: all that another process needs to build the same definition.
 *
 * @param parameters the workload's own, as text: {@code zone}, {@code shifts}
 */
public record DefinitionSpec(
    String workload,
    SliceBits sliceBits,
    Option<DuplicateRule> duplicates,
    SortedMap<String, String> parameters) {

  public DefinitionSpec {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
  }

  public static DefinitionSpec of(String workload, SliceBits sliceBits) {
    return new DefinitionSpec(workload, sliceBits, Option.none(), new TreeMap<>());
  }

  public DefinitionSpec withDuplicates(DuplicateRule rule) {
    return new DefinitionSpec(workload, sliceBits, Option.some(rule), parameters);
  }

  public DefinitionSpec withParameters(Map<String, String> own) {
    return new DefinitionSpec(workload, sliceBits, duplicates, new TreeMap<>(own));
  }

  public DefinitionSpec withSliceBits(SliceBits bits) {
    return new DefinitionSpec(workload, bits, duplicates, parameters);
  }
}
