package io.anabranch.apps.launch.wiring;

import io.anabranch.adapters.cassandra.CassandraSession;
import io.anabranch.adapters.hdfs.HdfsDirectories;
import io.anabranch.adapters.kafka.KafkaTopics;
import io.anabranch.adapters.wire.WireCoverageCodec;
import io.anabranch.adapters.wire.WireKeyCodec;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.workloads.WorkloadCatalog;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The namespaces of runs on shared servers: each run has its own topics, files and rows. Such a
 * name contains the time at which the run began, and the settings refuse it: everything under it
 * belongs to a run.
 */
public final class RunNamespaces {

  private static final Pattern NAME = Pattern.compile("[a-z]+-([0-9]{8}t[0-9]{6})-[0-9a-z]+");
  private static final DateTimeFormatter BEGAN =
      DateTimeFormatter.ofPattern("uuuuMMdd't'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final ServerSettings servers;
  private final WorkloadCatalog workloads;

  /** The runs on some servers, whatever namespace these settings have. */
  public RunNamespaces(ServerSettings servers, WorkloadCatalog workloads) {
    this.servers = servers.in("");
    this.workloads = workloads;
  }

  /**
   * The namespace of a new run.
   *
   * @param kind lower-case letters
   * @param nonce lower-case letters and digits that no other run has
   */
  public static String namespace(String kind, Instant now, String nonce) {
    return kind + "-" + BEGAN.format(now) + "-" + nonce;
  }

  /** When the run of a namespace began; none if no run has such a namespace. */
  static Option<Instant> began(String namespace) {
    Matcher name = NAME.matcher(namespace);
    try {
      return name.matches()
          ? Option.some(LocalDateTime.parse(name.group(1), BEGAN).toInstant(ZoneOffset.UTC))
          : Option.none();
    } catch (DateTimeParseException notATime) {
      return Option.none();
    }
  }

  /** The namespaces of runs that began before an instant and still have something on a server. */
  public SortedSet<String> begunBefore(Instant instant) throws StoreFailure, SettingsException {
    SortedSet<String> found = new TreeSet<>();
    try (KafkaTopics topics = KafkaTopics.open(servers.kafka())) {
      topics.names().forEach(topic -> found.add(beforeDot(topic)));
    }
    found.addAll(new HdfsDirectories(servers.hdfs()).names());
    try (CassandraSession session = CassandraSession.open(servers.cassandra())) {
      session.held().forEach(held -> found.add(beforeDot(held.stores())));
    }
    found.removeIf(name -> !began(name).exists(at -> at.isBefore(instant)));
    return found;
  }

  private static String beforeDot(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? "" : name.substring(0, dot);
  }

  /**
   * Deletes all that a run has. Nobody may write there any more. What one server refuses does not
   * keep the others from deleting.
   *
   * @return the workloads whose rows are left, because the catalog does not have them
   * @throws IllegalArgumentException if the namespace is not that of a run
   */
  public SortedSet<String> delete(String namespace) throws StoreFailure, SettingsException {
    if (began(namespace).isEmpty()) {
      throw new IllegalArgumentException("'" + namespace + "' is not the namespace of a run");
    }
    Option<StoreFailure> first = Option.none();
    SortedSet<String> unknown = new TreeSet<>();
    for (Deletion deletion :
        new Deletion[] {
          this::deleteTopics, this::deleteFiles, own -> unknown.addAll(deleteRows(own))
        }) {
      try {
        deletion.of(namespace);
      } catch (StoreFailure failure) {
        first = first.orElse(Option.some(failure));
      }
    }
    for (StoreFailure failure : first) {
      throw failure;
    }
    return unknown;
  }

  @FunctionalInterface
  private interface Deletion {
    void of(String namespace) throws StoreFailure, SettingsException;
  }

  private void deleteTopics(String namespace) throws StoreFailure {
    try (KafkaTopics topics = KafkaTopics.open(servers.in(namespace).kafka())) {
      topics.deleteAll();
    }
  }

  private void deleteFiles(String namespace) throws StoreFailure {
    new HdfsDirectories(servers.hdfs()).delete(namespace);
  }

  private SortedSet<String> deleteRows(String namespace) throws StoreFailure, SettingsException {
    SortedSet<String> unknown = new TreeSet<>();
    try (CassandraSession session = CassandraSession.open(servers.cassandra())) {
      for (CassandraSession.Held held : session.held()) {
        if (!held.stores().equals(servers.in(namespace).named(held.workload()))) {
          continue;
        }
        Option<WorkloadFactory> workload = workloads.find(held.workload());
        if (workload.isEmpty()) {
          unknown.add(held.workload());
          continue;
        }
        session
            .stores(
                held.stores(),
                servers.settings().workload(workload.get()).views(),
                new WireKeyCodec(),
                new WireCoverageCodec())
            .delete(held.workload());
      }
    }
    return unknown;
  }
}
