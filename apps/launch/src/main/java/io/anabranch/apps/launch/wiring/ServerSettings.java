package io.anabranch.apps.launch.wiring;

import io.anabranch.adapters.cassandra.CassandraSettings;
import io.anabranch.adapters.hdfs.HdfsSettings;
import io.anabranch.adapters.kafka.KafkaSettings;
import io.anabranch.apps.launch.settings.AnabranchSettings;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.local.LocalServerException;
import io.anabranch.apps.local.LocalServers;
import io.anabranch.apps.local.ServerKind;
import io.vavr.control.Option;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/**
 * How to reach each server: by the settings, or at the address of a local server that {@code up}
 * has started. Local addresses are looked up when a connection is opened: a layer that does not use
 * Cassandra works while Cassandra is stopped.
 */
public final class ServerSettings {

  private final AnabranchSettings settings;
  private final Option<LocalServers> local;
  private final String namespace;

  private ServerSettings(AnabranchSettings settings, Option<LocalServers> local, String namespace) {
    this.settings = settings;
    this.local = local;
    this.namespace = namespace;
  }

  /** The servers that the settings name. */
  public static ServerSettings of(AnabranchSettings settings) {
    return new ServerSettings(settings, Option.none(), settings.namespace().name());
  }

  /** Servers that {@code up} has started. */
  public static ServerSettings local(AnabranchSettings settings, LocalServers servers) {
    return new ServerSettings(settings, Option.some(servers), settings.namespace().name());
  }

  /** The same servers, in another namespace, which has nothing in common with this one. */
  public ServerSettings in(String other) {
    return new ServerSettings(settings, local, other);
  }

  /** The local servers, if these are local. */
  public Option<LocalServers> local() {
    return local;
  }

  /** All settings. */
  public AnabranchSettings settings() {
    return settings;
  }

  /** A name for something on a shared server, which no other namespace uses. */
  public String named(String name) {
    return namespace.isEmpty() ? name : namespace + "." + name;
  }

  /**
   * How to reach Kafka.
   *
   * @throws LocalServerException if it is a local server that is not running
   */
  public KafkaSettings kafka() {
    KafkaSettings set = settings.kafka();
    KafkaSettings kafka =
        address(ServerKind.KAFKA)
            .map(at -> new KafkaSettings(at, set.client(), set.timeout(), set.topicPrefix()))
            .getOrElse(set);
    return namespace.isEmpty() ? kafka : kafka.withTopicPrefix(namespace + ".");
  }

  /**
   * How to reach HDFS.
   *
   * @throws LocalServerException if it is a local server that is not running
   */
  public HdfsSettings hdfs() {
    HdfsSettings set = settings.hdfs();
    HdfsSettings hdfs =
        address(ServerKind.HDFS)
            .map(at -> URI.create("hdfs://" + at + "/anabranch"))
            .map(
                at -> new HdfsSettings(at, set.connectTimeout(), set.answerTimeout(), set.client()))
            .getOrElse(set);
    return namespace.isEmpty() ? hdfs : hdfs.in(namespace);
  }

  /**
   * How to reach Cassandra.
   *
   * @throws LocalServerException if it is a local server that is not running
   * @throws SettingsException if the file of the password cannot be read
   */
  public CassandraSettings cassandra() throws SettingsException {
    CassandraSettings set = settings.cassandra().connecting();
    return address(ServerKind.CASSANDRA)
        .map(at -> set.withContactPoints(List.of(at)))
        .getOrElse(set);
  }

  private Option<String> address(ServerKind kind) {
    return local.map(
        servers -> {
          InetSocketAddress address = servers.address(kind).getOrElseThrow(problem -> problem);
          return address.getHostString() + ":" + address.getPort();
        });
  }
}
