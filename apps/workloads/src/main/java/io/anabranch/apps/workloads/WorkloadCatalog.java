package io.anabranch.apps.workloads;

import io.anabranch.domain.definition.WorkloadFactory;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/**
 * The workloads that there are, in the order in which they are shown: the ones that ship, then
 * those of plugins. Each is built from its definition in whichever process asks.
 */
public final class WorkloadCatalog {

  private final List<WorkloadFactory> factories;

  private WorkloadCatalog(List<WorkloadFactory> factories) {
    this.factories = List.copyOf(factories);
  }

  /** The workloads on the class path of this program. */
  public static WorkloadCatalog shipped() {
    return of(WorkloadCatalog.class.getClassLoader());
  }

  /**
   * The workloads that a class loader finds.
   *
   * @throws IllegalArgumentException if two of them have one name, or a name is out of shape
   */
  public static WorkloadCatalog of(ClassLoader classes) {
    return new WorkloadCatalog(List.of()).with(classes);
  }

  /**
   * These workloads, then those that another class loader finds beside them.
   *
   * @throws IllegalArgumentException if two of them have one name, or a name is out of shape
   * @throws java.util.ServiceConfigurationError if a class that is named as a workload is none
   * @throws LinkageError if a class of a workload cannot be linked
   */
  public WorkloadCatalog with(ClassLoader classes) {
    Map<String, WorkloadFactory> byName = new TreeMap<>();
    Set<Class<?>> known = new HashSet<>();
    for (WorkloadFactory factory : factories) {
      byName.put(factory.workload(), factory);
      known.add(factory.getClass());
    }
    List<WorkloadFactory> all = new ArrayList<>(factories);
    for (WorkloadFactory factory : ServiceLoader.load(WorkloadFactory.class, classes)) {
      if (known.add(factory.getClass())) {
        checkName(factory, byName);
        all.add(factory);
      }
    }
    return new WorkloadCatalog(all);
  }

  private static void checkName(WorkloadFactory factory, Map<String, WorkloadFactory> byName) {
    String name = factory.workload();
    if (!name.matches("[a-z][a-z0-9]*")) {
      throw new IllegalArgumentException(
          factory.getClass().getName()
              + " names its workload '"
              + name
              + "': a name has lower-case letters and digits, the first a letter");
    }
    WorkloadFactory other = byName.putIfAbsent(name, factory);
    if (other != null) {
      throw new IllegalArgumentException(
          "two workloads are named '"
              + name
              + "': "
              + other.getClass().getName()
              + " and "
              + factory.getClass().getName());
    }
  }

  /** All of them. */
  public List<WorkloadFactory> all() {
    return factories;
  }

  public List<String> names() {
    return factories.stream().map(WorkloadFactory::workload).toList();
  }

  /** The workload of a name. */
  public Option<WorkloadFactory> find(String name) {
    return Option.ofOptional(
        factories.stream().filter(factory -> factory.workload().equals(name)).findFirst());
  }
}
