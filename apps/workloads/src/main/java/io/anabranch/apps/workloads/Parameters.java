package io.anabranch.apps.workloads;

import io.anabranch.domain.definition.DefinitionSpec;

/** Parameters of definitions. */
final class Parameters {

  private Parameters() {}

  /** Refuses parameters of a workload that has none. */
  static void refuse(DefinitionSpec spec) {
    if (!spec.parameters().isEmpty()) {
      throw new IllegalArgumentException(
          spec.workload() + " takes no parameters, not " + spec.parameters().keySet());
    }
  }
}
