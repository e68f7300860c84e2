package io.anabranch.adapters.cassandra;

import io.vavr.control.Option;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How to reach Cassandra, and which keyspace to use.
 *
 * @param contactPoints {@code host:port}; one that answers is enough
 * @param datacenter the datacenter whose nodes are used, by the name that the nodes report
 * @param keyspace created if it does not exist
 * @param replicas the number of replicas in the datacenter, if the keyspace is created
 * @param driverConfig a file with options of the driver, for example for TLS
 * @param timeout of a connection, of its initialization and of a request. The driver's default of
 *     two seconds is too short for a server that shares its cores
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
  private static final int MAX_PORT = 65_535;

  public CassandraSettings {
    contactPoints = List.copyOf(contactPoints);
    if (contactPoints.isEmpty() || datacenter.isEmpty()) {
      throw new IllegalArgumentException(
          "Cassandra needs at least one contact point and the name of its datacenter");
    }
    contactPoints.forEach(CassandraSettings::address);
    if (!keyspace.matches(KEYSPACE)) {
      throw new IllegalArgumentException(
          "keyspace '"
              + keyspace
              + "' is invalid: use up to 48 lower-case letters, digits and _, starting with a"
              + " letter");
    }
    if (replicas < 1) {
      throw new IllegalArgumentException("replicas is " + replicas + ": it must be 1 or more");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("the timeout must be positive, not " + timeout);
    }
  }

  /** A user name and password. The password is never shown. */
  public record Credentials(String user, String password) {
    @Override
    public String toString() {
      return user + " with a password";
    }
  }

  /** Defaults for a single node on this machine. */
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

  public CassandraSettings withCredentials(Credentials login) {
    return new CassandraSettings(
        contactPoints, datacenter, keyspace, replicas, Option.some(login), driverConfig, timeout);
  }

  public CassandraSettings withDriverConfig(Path file) {
    return new CassandraSettings(
        contactPoints, datacenter, keyspace, replicas, credentials, Option.some(file), timeout);
  }

  public CassandraSettings withTimeout(Duration duration) {
    return new CassandraSettings(
        contactPoints, datacenter, keyspace, replicas, credentials, driverConfig, duration);
  }

  List<InetSocketAddress> addresses() {
    return contactPoints.stream().map(CassandraSettings::address).toList();
  }

  private static InetSocketAddress address(String contactPoint) {
    int colon = contactPoint.lastIndexOf(':');
    String port = contactPoint.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MAX_PORT) {
      throw new IllegalArgumentException("contact point '" + contactPoint + "' is not host:port");
    }
    return new InetSocketAddress(contactPoint.substring(0, colon), Integer.parseInt(port));
  }
}
