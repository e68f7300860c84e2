package io.anabranch.apps.process;

import dagger.Module;
import dagger.Provides;
import io.anabranch.apps.wiring.WorkloadSetup;
import io.anabranch.domain.definition.WorkloadFactory;

/** Which workload it is about. */
@Module
final class WorkloadOfSetup {

  private WorkloadOfSetup() {}

  @Provides
  static WorkloadFactory factory(WorkloadSetup setup) {
    return setup.factory();
  }
}
