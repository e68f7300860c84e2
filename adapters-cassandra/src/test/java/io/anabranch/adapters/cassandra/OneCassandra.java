package io.anabranch.adapters.cassandra;

import io.anabranch.adapters.wire.WireCoverageCodec;
import io.anabranch.adapters.wire.WireKeyCodec;
import io.anabranch.apps.local.LocalServer;
import io.anabranch.apps.local.ServerKind;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.contract.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The Cassandra that all tests of a JVM share, and a session. Each test has its own workload. */
final class OneCassandra {

  static final String KEYSPACE = "anabranch_tests";

  private static final AtomicInteger NAMES = new AtomicInteger();

  private OneCassandra() {}

  private static final class Holder {
    static final LocalServer SERVER = start();
    static final CassandraSession SESSION = openOrFail();

    private static LocalServer start() {
      try {
        Path target = Files.createDirectories(Path.of("target"));
        return LocalServer.start(
            ServerKind.CASSANDRA, Files.createTempDirectory(target, "cassandra-"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static CassandraSession openOrFail() {
      try {
        return CassandraSession.open(settings(SERVER, KEYSPACE));
      } catch (StoreFailure e) {
        throw new AssertionError(e);
      }
    }
  }

  static LocalServer server() {
    return Holder.SERVER;
  }

  static CassandraSession session() {
    return Holder.SESSION;
  }

  static CassandraSettings settings(String keyspace) {
    return settings(server(), keyspace);
  }

  private static CassandraSettings settings(LocalServer server, String keyspace) {
    return CassandraSettings.defaults()
        .withContactPoints(List.of("127.0.0.1:" + server.address().getPort()))
        .withKeyspace(keyspace)
        .withTimeout(Duration.ofSeconds(60));
  }

  /** A name that is unique to the test. */
  static String freshName() {
    return "w" + NAMES.incrementAndGet();
  }

  /** Empty stores. */
  static CassandraStores freshStores() throws StoreFailure {
    return stores(session(), freshName());
  }

  /** The stores of a workload, with the views of the contracts. */
  static CassandraStores stores(CassandraSession session, String workload) throws StoreFailure {
    return session.stores(
        workload,
        List.of(Fixtures.HOURLY, Fixtures.ITEMS),
        new WireKeyCodec(),
        new WireCoverageCodec());
  }
}
