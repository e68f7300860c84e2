package io.anabranch.apps.launch.settings;

import io.anabranch.adapters.hdfs.HdfsSettings;
import io.anabranch.adapters.kafka.KafkaSettings;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.domain.definition.WorkloadFactory;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All settings of a process, typed and checked: a wrong value anywhere is refused before the
 * process starts its work. Only the files of secrets are read later, by the commands that need
 * them.
 *
 * @param workloads by name
 */
public record AnabranchSettings(
    NamespaceSection namespace,
    KafkaSettings kafka,
    HdfsSettings hdfs,
    CassandraSection cassandra,
    NewTopics topics,
    ArchiveSection archive,
    SpeedSection speed,
    BatchSection batch,
    HttpSection http,
    WeatherSection weather,
    SortedMap<String, WorkloadSetup> workloads) {

  public AnabranchSettings {
    workloads = Collections.unmodifiableSortedMap(new TreeMap<>(workloads));
  }

  /**
   * Parses every section.
   *
   * @param workloads each has a section
   * @throws SettingsException if a setting has a value that it does not take
   */
  public static AnabranchSettings of(Settings settings, Iterable<WorkloadFactory> workloads)
      throws SettingsException {
    SortedMap<String, WorkloadSetup> setups = new TreeMap<>();
    for (WorkloadFactory factory : workloads) {
      setups.put(factory.workload(), WorkloadSection.of(factory, settings));
    }
    return new AnabranchSettings(
        NamespaceSection.of(settings),
        KafkaSection.of(settings),
        HdfsSection.of(settings),
        CassandraSection.of(settings),
        NewTopics.of(settings),
        ArchiveSection.of(settings),
        SpeedSection.of(settings),
        BatchSection.of(settings),
        HttpSection.of(settings),
        WeatherSection.of(settings),
        setups);
  }

  /**
   * The same for a process that uses no servers, or those that {@code up} has started: addresses of
   * servers that are set for other processes are ignored, even wrong ones.
   */
  public static AnabranchSettings withoutServers(
      Settings settings, Iterable<WorkloadFactory> workloads) throws SettingsException {
    return of(
        settings.withDefaultsOf(
            KafkaSection.SERVERS, HdfsSection.ROOT, CassandraSection.CONTACT_POINTS),
        workloads);
  }

  /**
   * How a workload is set.
   *
   * @throws IllegalArgumentException if it is not one of these workloads
   */
  public WorkloadSetup workload(WorkloadFactory factory) {
    WorkloadSetup setup = workloads.get(factory.workload());
    if (setup == null) {
      throw new IllegalArgumentException("there are no settings of " + factory.workload());
    }
    return setup;
  }
}
