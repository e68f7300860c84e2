package io.anabranch.apps.layers;

import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.ReferenceData;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A workload and how it is set.
 *
 * @param plain slices and duplicates of its definition; its parameters come from the settings and
 *     the reference data
 * @param settings the workload's own settings by name, all of them
 */
public record WorkloadSetup(
    WorkloadFactory factory, DefinitionSpec plain, SortedMap<String, String> settings) {

  public WorkloadSetup {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /** A workload whose own settings are the defaults. */
  public static WorkloadSetup of(WorkloadFactory factory, DefinitionSpec plain) {
    SortedMap<String, String> settings = new TreeMap<>();
    factory.settings().forEach(one -> settings.put(one.name(), one.defaultValue()));
    return new WorkloadSetup(factory, plain, settings);
  }

  /** The same with some of its own settings set otherwise. */
  public WorkloadSetup with(Map<String, String> some) {
    SortedMap<String, String> all = new TreeMap<>(settings);
    all.putAll(some);
    return new WorkloadSetup(factory, plain, all);
  }

  public String name() {
    return factory.workload();
  }

  /**
   * The definition that should serve by what the reference log says: where it changes, a new one is
   * adopted.
   */
  public DefinitionSpec desired(ReferenceData reference) {
    return plain.withParameters(reference.parameters(settings));
  }

  /** The workload before any reference data is known: its topics and views are the same. */
  public Workload<?> withoutReference() {
    return factory.create(desired(factory.referenceData()));
  }

  /** The views that stores keep. */
  public List<View<?>> views() {
    return List.copyOf(withoutReference().storedViews());
  }

  /** The topics of its events. */
  public List<String> topics() {
    return withoutReference().topics();
  }

  /** The topics of its events, and those of its reference log. */
  public List<String> allTopics() {
    List<String> all = new ArrayList<>(topics());
    all.addAll(factory.referenceTopics());
    return all;
  }
}
