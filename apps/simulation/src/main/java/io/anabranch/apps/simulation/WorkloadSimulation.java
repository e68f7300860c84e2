package io.anabranch.apps.simulation;

import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.view.Workload;
import io.vavr.control.Option;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How a workload is simulated. A jar that names an implementation in {@code
 * META-INF/services/io.anabranch.apps.simulation.WorkloadSimulation} beside its workload lets
 * {@code simulate} run it.
 */
public interface WorkloadSimulation {

  /** The name of the workload. */
  String workload();

  /** A simulation of the workload, with records that its decoder mostly accepts. */
  Simulation of(WorkloadFactory factory);

  /** The simulation of a workload; none if the jar of the workload brings none. */
  static Option<Simulation> find(WorkloadFactory factory) {
    for (WorkloadSimulation simulation :
        ServiceLoader.load(WorkloadSimulation.class, factory.getClass().getClassLoader())) {
      if (simulation.workload().equals(factory.workload())) {
        return Option.some(simulation.of(new Built(factory, new ConcurrentHashMap<>())));
      }
    }
    return Option.none();
  }

  /** Builds a workload once for each definition, as some take a while to build. */
  record Built(WorkloadFactory workloads, Map<DefinitionSpec, Workload<?>> built)
      implements WorkloadFactory {

    @Override
    public String workload() {
      return workloads.workload();
    }

    @Override
    public Workload<?> create(DefinitionSpec spec) {
      return built.computeIfAbsent(spec, workloads::create);
    }
  }
}
