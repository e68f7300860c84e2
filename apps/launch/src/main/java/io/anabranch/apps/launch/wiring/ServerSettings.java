package io.anabranch.apps.launch.wiring;

import io.anabranch.adapters.cassandra.CassandraSettings;
import io.anabranch.adapters.hdfs.HdfsSettings;
import io.anabranch.adapters.kafka.KafkaSettings;
import io.anabranch.apps.launch.settings.NewTopics;
import io.anabranch.apps.launch.settings.Settings;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.local.LocalServerException;
import io.anabranch.apps.local.LocalServers;
import io.anabranch.apps.local.ServerKind;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * How to reach each server, as the settings say, or where a laptop's own servers are. Each is
 * looked at when it is needed: a layer without Cassandra does not ask where it is.
 */
public final class ServerSettings {

  private static final String NAMESPACE = "[a-z0-9]{0,20}";

  private final Settings settings;
  private final NewTopics newTopics;
  private final Option<LocalServers> local;
  private final String namespace;

  private ServerSettings(
      Settings settings, NewTopics newTopics, Option<LocalServers> local, String namespace) {
    this.settings = settings;
    this.newTopics = newTopics;
    this.local = local;
    this.namespace = namespace;
  }

  /** The servers that the settings name. */
  public static ServerSettings of(Settings settings) throws SettingsException {
    return new ServerSettings(settings, NewTopics.of(settings), Option.none(), namespace(settings));
  }

  /** Servers that {@code up} has started. */
  public static ServerSettings local(Settings settings, LocalServers servers)
      throws SettingsException {
    return new ServerSettings(
        settings, NewTopics.of(settings), Option.some(servers), namespace(settings));
  }

  private static String namespace(Settings settings) throws SettingsException {
    String namespace = settings.text("namespace").getOrElse("");
    if (!namespace.matches(NAMESPACE)) {
      throw settings.invalid("namespace", "up to 20 lower-case letters and digits");
    }
    return namespace;
  }

  /** The same servers, and nothing in common with whoever has another namespace. */
  public ServerSettings in(String other) {
    return new ServerSettings(settings, newTopics, local, other);
  }

  /** The servers of this laptop, if it is these. */
  public Option<LocalServers> local() {
    return local;
  }

  /** How topics are created. */
  public NewTopics newTopics() {
    return newTopics;
  }

  /** Everything that is set. */
  public Settings settings() {
    return settings;
  }

  /** A name of something on a server that others share. */
  public String named(String name) {
    return namespace.isEmpty() ? name : namespace + "." + name;
  }

  public KafkaSettings kafka() throws SettingsException {
    String servers =
        address(ServerKind.KAFKA)
            .getOrElse(settings.text("servers.kafka.bootstrap-servers").getOrElse(""));
    try {
      KafkaSettings kafka =
          KafkaSettings.of(servers)
              .withTimeout(settings.duration("servers.kafka.timeout"))
              .withClient(settings.properties("servers.kafka.client"))
              .withClient(secrets());
      return namespace.isEmpty() ? kafka : kafka.withTopicPrefix(namespace + ".");
    } catch (IllegalArgumentException invalid) {
      throw problem("servers.kafka", invalid);
    }
  }

  private java.util.Map<String, String> secrets() throws SettingsException {
    java.util.Map<String, String> secrets = new java.util.TreeMap<>();
    for (String file : settings.text("servers.kafka.client-file")) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
        properties.load(reader);
      } catch (IOException unreadable) {
        throw settings.invalid("servers.kafka.client-file", "a file that can be read");
      }
      properties.stringPropertyNames().forEach(n -> secrets.put(n, properties.getProperty(n)));
    }
    return secrets;
  }

  public HdfsSettings hdfs() throws SettingsException {
    String root =
        address(ServerKind.HDFS)
            .map(address -> "hdfs://" + address + "/anabranch")
            .getOrElse(settings.text("servers.hdfs.root").getOrElse(""));
    try {
      HdfsSettings hdfs =
          HdfsSettings.at(new URI(root).toString())
              .waiting(
                  settings.duration("servers.hdfs.connect-timeout"),
                  settings.duration("servers.hdfs.answer-timeout"));
      for (var property : settings.properties("servers.hdfs.client").entrySet()) {
        hdfs = hdfs.with(property.getKey(), property.getValue());
      }
      return namespace.isEmpty() ? hdfs : hdfs.in(namespace);
    } catch (IllegalArgumentException invalid) {
      throw problem("servers.hdfs", invalid);
    } catch (URISyntaxException invalid) {
      throw settings.invalid("servers.hdfs.root", "an address as hdfs://127.0.0.1:8020/anabranch");
    }
  }

  public CassandraSettings cassandra() throws SettingsException {
    List<String> points =
        address(ServerKind.CASSANDRA)
            .map(List::of)
            .getOrElse(settings.texts("servers.cassandra.contact-points"));
    try {
      String keyspace = settings.text("servers.cassandra.keyspace").getOrElse("");
      CassandraSettings cassandra =
          CassandraSettings.defaults()
              .withContactPoints(points)
              .withDatacenter(settings.text("servers.cassandra.datacenter").getOrElse(""))
              .withKeyspace(keyspace)
              .withReplicas(settings.number("servers.cassandra.replicas", 1))
              .withTimeout(settings.duration("servers.cassandra.timeout"));
      for (String file : settings.text("servers.cassandra.driver-config")) {
        cassandra = cassandra.withDriverConfig(Path.of(file));
      }
      for (String user : settings.text("servers.cassandra.user")) {
        cassandra =
            cassandra.withCredentials(
                new CassandraSettings.Credentials(
                    user, settings.secret("servers.cassandra.password").getOrElse("")));
      }
      return cassandra;
    } catch (IllegalArgumentException invalid) {
      throw problem("servers.cassandra", invalid);
    }
  }

  private Option<String> address(ServerKind kind) throws SettingsException {
    if (local.isEmpty()) {
      return Option.none();
    }
    InetSocketAddress address = local.get().address(kind).getOrElseThrow(problem -> told(problem));
    return Option.some(address.getHostString() + ":" + address.getPort());
  }

  private static SettingsException told(LocalServerException problem) {
    return new SettingsException(String.valueOf(problem.getMessage()), problem);
  }

  private static SettingsException problem(String path, IllegalArgumentException invalid) {
    return new SettingsException(path + ": " + invalid.getMessage(), invalid);
  }
}
