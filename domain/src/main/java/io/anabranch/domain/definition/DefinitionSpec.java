package io.anabranch.domain.definition;

import io.anabranch.domain.log.SliceBits;
import io.vavr.control.Option;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The name and parameters of a workload, from which any process can build the same definition.
 *
 * @param parameters the parameters of the workload, as text: {@code zone}, {@code shifts}
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
