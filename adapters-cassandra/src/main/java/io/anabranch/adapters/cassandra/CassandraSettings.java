package io.anabranch.adapters.cassandra;

import io.vavr.control.Option;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How to reach a Cassandra and what to keep there.
 *
 * @param contactPoints {@code host:port}; one that answers is enough
 * @param datacenter the one whose nodes are asked, by the name that the nodes give it
 * @param keyspace is created if it is not there
 * @param replicas in the datacenter, where the keyspace is created
 * @param driverConfig a file of the driver's own settings: TLS, for example
 * @param timeout of a connection, of its start and of a request. The driver's own two seconds are
 *     too few for a server that shares its cores
 */
public record CassandraSettings(
    List<String> contactPoints,
    String datacenter,
    String keyspace,
    int replicas,
    Option<Credentials> credentials,
    Option<Path> driverConfig,
    Duration timeout) {

  private static final String KEYSPACE = "[a-z][a-z0-9_]{0,47}";
  private static final int HIGHEST_PORT = 65_535;

  public CassandraSettings {
    contactPoints = List.copyOf(contactPoints);
    if (contactPoints.isEmpty() || datacenter.isEmpty()) {
      throw new IllegalArgumentException("Cassandra is reached by a contact point and datacenter");
    }
    contactPoints.forEach(CassandraSettings::address);
    if (!keyspace.matches(KEYSPACE)) {
      throw new IllegalArgumentException(
          "keyspace '" + keyspace + "' is not a lower-case letter, then those, digits or _");
    }
    if (replicas < 1) {
      throw new IllegalArgumentException(replicas + " replicas");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("a timeout of " + timeout);
    }
  }

  /** Who connects. The password is never shown. */
  public record Credentials(String user, String password) {
    @Override
    public String toString() {
      return user + " with a password";
    }
  }

  /** A Cassandra of one node on this machine. */
  public static CassandraSettings defaults() {
    return new CassandraSettings(
        List.of("127.0.0.1:9042"),
        "datacenter1",
        "anabranch",
        1,
        Option.none(),
        Option.none(),
        Duration.ofSeconds(20));
  }

  public CassandraSettings withContactPoints(List<String> addresses) {
    return new CassandraSettings(
        addresses, datacenter, keyspace, replicas, credentials, driverConfig, timeout);
  }

  public CassandraSettings withDatacenter(String name) {
    return new CassandraSettings(
        contactPoints, name, keyspace, replicas, credentials, driverConfig, timeout);
  }

  public CassandraSettings withKeyspace(String name) {
    return new CassandraSettings(
        contactPoints, datacenter, name, replicas, credentials, driverConfig, timeout);
  }

  public CassandraSettings withReplicas(int count) {
    return new CassandraSettings(
        contactPoints, datacenter, keyspace, count, credentials, driverConfig, timeout);
  }

  public CassandraSettings withCredentials(Credentials who) {
    return new CassandraSettings(
        contactPoints, datacenter, keyspace, replicas, Option.some(who), driverConfig, timeout);
  }

  public CassandraSettings withDriverConfig(Path file) {
    return new CassandraSettings(
        contactPoints, datacenter, keyspace, replicas, credentials, Option.some(file), timeout);
  }

  public CassandraSettings withTimeout(Duration longest) {
    return new CassandraSettings(
        contactPoints, datacenter, keyspace, replicas, credentials, driverConfig, longest);
  }

  List<InetSocketAddress> addresses() {
    return contactPoints.stream().map(CassandraSettings::address).toList();
  }

  private static InetSocketAddress address(String contactPoint) {
    int colon = contactPoint.lastIndexOf(':');
    String port = contactPoint.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > HIGHEST_PORT) {
      throw new IllegalArgumentException("contact point '" + contactPoint + "' is not host:port");
    }
    return new InetSocketAddress(contactPoint.substring(0, colon), Integer.parseInt(port));
  }
}
