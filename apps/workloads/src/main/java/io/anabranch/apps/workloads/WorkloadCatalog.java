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
 * The available workloads in display order: built-in ones, then those of plugins. Any process can
 * build a workload from its definition.
 */
public final class WorkloadCatalog {

  private final List<WorkloadFactory> factories;

  private WorkloadCatalog(List<WorkloadFactory> factories) {
    this.factories = List.copyOf(factories);
  }

  /** The workloads on the class path. */
  public static WorkloadCatalog shipped() {
    return of(WorkloadCatalog.class.getClassLoader());
  }

  /**
   * The workloads that a class loader finds.
   *
   * @throws IllegalArgumentException if two of them have the same name, or a name is invalid
   */
  public static WorkloadCatalog of(ClassLoader classes) {
    return new WorkloadCatalog(List.of()).with(classes);
  }

  /**
   * These workloads, followed by further ones that a class loader finds.
   *
   * @throws IllegalArgumentException if two of them have the same name, or a name is invalid
   * @throws java.util.ServiceConfigurationError if a class named as a workload is not one
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
              + ": invalid workload name '"
              + name
              + "': names consist of lower-case letters and digits and start with a letter");
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

  /** All workloads. */
  public List<WorkloadFactory> all() {
    return factories;
  }

  public List<String> names() {
    return factories.stream().map(WorkloadFactory::workload).toList();
  }

  /** The workload with a name. */
  public Option<WorkloadFactory> find(String name) {
    return Option.ofOptional(
        factories.stream().filter(factory -> factory.workload().equals(name)).findFirst());
  }
}
