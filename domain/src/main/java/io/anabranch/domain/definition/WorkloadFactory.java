package io.anabranch.domain.definition;

import io.anabranch.domain.view.Workload;

/** Builds a workload from its parameters, in any process: equal specs always give equal folds. */
public interface WorkloadFactory {

  /** The name of the workload in a {@link DefinitionSpec}. */
  String workload();

  /**
   * Builds the workload with these parameters.
   *
   * @throws IllegalArgumentException if a parameter is unknown or invalid; the message names it
   */
  Workload<?> create(DefinitionSpec spec);
}
