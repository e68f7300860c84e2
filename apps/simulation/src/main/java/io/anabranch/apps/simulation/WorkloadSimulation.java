package io.anabranch.apps.simulation;

import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.view.Workload;
import io.vavr.control.Option;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The simulation of a workload. A jar that names an implementation in {@code
 * META-INF/services/io.anabranch.apps.simulation.WorkloadSimulation} beside its workload lets
 * {@code simulate} run it.
 */
public interface WorkloadSimulation {

  /** The name of the workload. */
  String workload();

  /** The simulation, with generated records most of which the decoder accepts. */
  Simulation of(WorkloadFactory factory);

  /** The simulation of a workload; none if its jar does not provide one. */
  static Option<Simulation> find(WorkloadFactory factory) {
    for (WorkloadSimulation simulation :
        ServiceLoader.load(WorkloadSimulation.class, factory.getClass().getClassLoader())) {
      if (simulation.workload().equals(factory.workload())) {
        return Option.some(simulation.of(new Cached(factory, new ConcurrentHashMap<>())));
      }
    }
    return Option.none();
  }

  /** Builds a workload once for each definition, because some are expensive to build. */
  record Cached(WorkloadFactory workloads, Map<DefinitionSpec, Workload<?>> built)
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
