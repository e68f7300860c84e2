package io.anabranch.apps.launch.process;

import dagger.Module;
import dagger.Provides;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.domain.definition.WorkloadFactory;

/** The workload of the process. */
@Module
final class WorkloadOfSetup {

  private WorkloadOfSetup() {}

  @Provides
  static WorkloadFactory factory(WorkloadSetup setup) {
    return setup.factory();
  }
}
