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
 * A workload and its settings.
 *
 * @param plain the slices and duplicate handling of its definition; its parameters come from the
 *     settings and the reference data
 * @param settings all settings of the workload, by name
 */
public record WorkloadSetup(
    WorkloadFactory factory, DefinitionSpec plain, SortedMap<String, String> settings) {

  public WorkloadSetup {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /** Creates a setup with the default settings of the workload. */
  public static WorkloadSetup of(WorkloadFactory factory, DefinitionSpec plain) {
    SortedMap<String, String> settings = new TreeMap<>();
    factory.settings().forEach(one -> settings.put(one.name(), one.defaultValue()));
    return new WorkloadSetup(factory, plain, settings);
  }

  /** Returns this setup with some settings of the workload replaced. */
  public WorkloadSetup with(Map<String, String> some) {
    SortedMap<String, String> all = new TreeMap<>(settings);
    all.putAll(some);
    return new WorkloadSetup(factory, plain, all);
  }

  public String name() {
    return factory.workload();
  }

  /**
   * Returns the definition that should serve according to the reference data. When it changes, a
   * new definition is adopted.
   */
  public DefinitionSpec desired(ReferenceData reference) {
    return plain.withParameters(reference.parameters(settings));
  }

  /** Returns the workload without reference data. Its topics and views are the same as with it. */
  public Workload<?> withoutReference() {
    return factory.create(desired(factory.referenceData()));
  }

  /** Returns the views that are stored. */
  public List<View<?>> views() {
    return List.copyOf(withoutReference().storedViews());
  }

  /** Returns the topics of the workload's events. */
  public List<String> topics() {
    return withoutReference().topics();
  }

  /** Returns the topics of the workload's events and of its reference log. */
  public List<String> allTopics() {
    List<String> all = new ArrayList<>(topics());
    all.addAll(factory.referenceTopics());
    return all;
  }
}
