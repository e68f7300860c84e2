package io.anabranch.apps.workloads;

import io.anabranch.domain.definition.DefinitionSpec;

/** Checks of definition parameters. */
final class Parameters {

  private Parameters() {}

  /** Rejects parameters of a workload that has none. */
  static void reject(DefinitionSpec spec) {
    if (!spec.parameters().isEmpty()) {
      throw new IllegalArgumentException(
          "workload "
              + spec.workload()
              + " has no parameters, but the definition has "
              + spec.parameters().keySet());
    }
  }
}
