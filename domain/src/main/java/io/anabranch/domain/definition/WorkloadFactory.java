package io.anabranch.domain.definition;

import io.anabranch.domain.view.Workload;

/**
 * Builds a workload from its parameters, in whichever process needs it: the same spec always gives
 * the same folds.
 */
public interface WorkloadFactory {

  /** The name under which a {@link DefinitionSpec} asks for it. */
  String workload();

  /**
   * The workload with these parameters.
   *
   * @throws IllegalArgumentException if a parameter is unknown or out of shape, saying which
   */
  Workload<?> create(DefinitionSpec spec);
}
