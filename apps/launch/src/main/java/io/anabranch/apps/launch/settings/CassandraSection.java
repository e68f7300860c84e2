package io.anabranch.apps.launch.settings;

import io.anabranch.adapters.cassandra.CassandraSettings;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.util.List;

/**
 * The section {@code servers.cassandra}.
 *
 * @param withoutCredentials the adapter's settings, but for who connects
 * @param user none to connect without a password
 */
public record CassandraSection(
    CassandraSettings withoutCredentials, Option<String> user, Secret password) {

  static final String CONTACT_POINTS = "servers.cassandra.contact-points";

  private static final String DATACENTER = "servers.cassandra.datacenter";
  private static final String KEYSPACE = "servers.cassandra.keyspace";

  static CassandraSection of(Settings settings) throws SettingsException {
    List<String> contactPoints = settings.texts(CONTACT_POINTS);
    String datacenter = settings.text(DATACENTER).getOrElse("");
    String keyspace = settings.text(KEYSPACE).getOrElse("");
    CassandraSettings reached =
        settings.checked(
            CONTACT_POINTS, () -> CassandraSettings.defaults().withContactPoints(contactPoints));
    CassandraSettings asked =
        settings.checked(DATACENTER, () -> reached.withDatacenter(datacenter));
    CassandraSettings cassandra =
        settings
            .checked(KEYSPACE, () -> asked.withKeyspace(keyspace))
            .withReplicas(settings.number("servers.cassandra.replicas", 1))
            .withTimeout(settings.duration("servers.cassandra.timeout"));
    for (Path file : settings.file("servers.cassandra.driver-config")) {
      cassandra = cassandra.withDriverConfig(file);
    }
    return new CassandraSection(
        cassandra,
        settings.text("servers.cassandra.user"),
        settings.secret("servers.cassandra.password"));
  }

  /**
   * The adapter's settings, with the password.
   *
   * @throws SettingsException if the file of the password cannot be read
   */
  public CassandraSettings connecting() throws SettingsException {
    CassandraSettings cassandra = withoutCredentials;
    for (String name : user) {
      cassandra =
          cassandra.withCredentials(
              new CassandraSettings.Credentials(name, password.read().getOrElse("")));
    }
    return cassandra;
  }
}
