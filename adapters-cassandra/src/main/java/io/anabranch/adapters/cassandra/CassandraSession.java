package io.anabranch.adapters.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.anabranch.domain.view.View;
import io.anabranch.ports.CoverageCodec;
import io.anabranch.ports.KeyCodec;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A connection to Cassandra and a keyspace with the tables. Thread-safe; a process needs only one.
 */
public final class CassandraSession implements AutoCloseable {

  private final CqlSession session;
  private final CassandraSettings settings;
  private final Failures failures;

  CassandraSession(CqlSession session, CassandraSettings settings, Failures failures) {
    this.session = session;
    this.settings = settings;
    this.failures = failures;
  }

  /**
   * Connects, and creates the keyspace and its tables if they do not exist. Several processes may
   * do so at the same time.
   *
   * @throws StoreFailure.Unavailable if no contact point answers, the datacenter has no node, or
   *     authentication fails; the message says which, and what to do
   * @throws StoreFailure.Corrupt if the keyspace has tables of another version
   */
  @SuppressWarnings("MustBeClosedChecker") // the session is the caller's, and closed if it fails
  public static CassandraSession open(CassandraSettings settings) throws StoreFailure {
    Failures failures = new Failures(settings);
    CqlSession session;
    try {
      session = builder(settings).build();
    } catch (DriverException | IllegalArgumentException | IllegalStateException e) {
      throw failures.of(Failures.Request.READ, "connect", e);
    }
    try {
      requireDatacenter(session, settings);
      new Schema(session, settings).ensure();
      return new CassandraSession(session, settings, failures);
    } catch (DriverException | IllegalStateException e) {
      session.close();
      throw failures.of(Failures.Request.READ, "create the tables", e);
    } catch (StoreFailure e) {
      session.close();
      throw e;
    }
  }

  private static CqlSessionBuilder builder(CassandraSettings settings)
      throws StoreFailure.Unavailable {
    CqlSessionBuilder builder =
        CqlSession.builder()
            .addContactPoints(settings.addresses())
            .withLocalDatacenter(settings.datacenter())
            .withConfigLoader(DriverConfigLoader.fromString(config(settings)));
    settings
        .credentials()
        .forEach(login -> builder.withAuthCredentials(login.user(), login.password()));
    return builder;
  }

  /** The driver's configuration. The file comes last, so its options override these. */
  private static String config(CassandraSettings settings) throws StoreFailure.Unavailable {
    String timeout = settings.timeout().toMillis() + " milliseconds\n";
    StringBuilder config = new StringBuilder();
    for (String option :
        List.of(
            "basic.request.timeout",
            "advanced.connection.connect-timeout",
            "advanced.connection.init-query-timeout",
            "advanced.connection.set-keyspace-timeout",
            "advanced.control-connection.timeout",
            "advanced.metadata.schema.request-timeout")) {
      config.append("datastax-java-driver.").append(option).append(" = ").append(timeout);
    }
    config
        .append("datastax-java-driver.basic.session-name = anabranch\n")
        .append("datastax-java-driver.advanced.reconnection-policy.base-delay = 250 milliseconds\n")
        .append("datastax-java-driver.advanced.reconnection-policy.max-delay = 10 seconds\n")
        // The driver's quiet period of 2 s delays each close. Without any, netty rejects tasks that
        // connections submit while they close, and logs errors.
        .append(shutdownOf("io-group"))
        .append(shutdownOf("admin-group"))
        .append("datastax-java-driver.advanced.metadata.schema.refreshed-keyspaces = [")
        .append(settings.keyspace())
        .append("]\n");
    for (Path file : settings.driverConfig()) {
      try {
        config.append(Files.readString(file));
      } catch (IOException e) {
        throw new StoreFailure.Unavailable(
            "cannot read the driver configuration " + file + ": " + e.getMessage(), e);
      }
    }
    return config.toString();
  }

  private static String shutdownOf(String group) {
    String shutdown = "datastax-java-driver.advanced.netty." + group + ".shutdown.";
    return shutdown
        + "quiet-period = 100\n"
        + shutdown
        + "timeout = 15000\n"
        + shutdown
        + "unit = MILLISECONDS\n";
  }

  /** Without this check, every request would fail with the message that no node is available. */
  private static void requireDatacenter(CqlSession session, CassandraSettings settings)
      throws StoreFailure.Unavailable {
    SortedSet<String> datacenters = new TreeSet<>();
    session
        .getMetadata()
        .getNodes()
        .values()
        .forEach(node -> datacenters.add(String.valueOf(node.getDatacenter())));
    if (!datacenters.contains(settings.datacenter())) {
      throw new StoreFailure.Unavailable(
          "Cassandra at "
              + String.join(", ", settings.contactPoints())
              + " has no datacenter '"
              + settings.datacenter()
              + "': its nodes are in "
              + datacenters
              + ". Set the datacenter to one of these.");
    }
  }

  /**
   * The stores of a workload.
   *
   * @param name the name of the stores: the workload, or a run of it that is kept separate. Equal
   *     names mean the same stores
   * @param views the stored views; their dimensions and buckets determine partitions and readable
   *     columns
   */
  public CassandraStores stores(
      String name, List<? extends View<?>> views, KeyCodec keys, CoverageCodec coverages)
      throws StoreFailure {
    return new CassandraStores(this, name, views, keys, coverages);
  }

  /**
   * A workload whose coverage is stored here.
   *
   * @param stores the name of the stores, as passed to {@link #stores}
   */
  public record Held(String stores, String workload) {}

  /** Every workload that has coverage, in the stores of any name. */
  public Vector<Held> held() throws StoreFailure {
    List<Held> held = new ArrayList<>();
    PartitionReads rows =
        rows(
            "list the coverages",
            prepareIdempotent("SELECT stores, workload FROM KEYSPACE.coverage").bind());
    for (Option<Row> row = rows.next(); row.isDefined(); row = rows.next()) {
      held.add(
          new Held(RowMapping.text(row.get(), "stores"), RowMapping.text(row.get(), "workload")));
    }
    return Vector.ofAll(held);
  }

  String keyspace() {
    return settings.keyspace();
  }

  CqlSession driver() {
    return session;
  }

  /** A statement at quorum that may be executed again. */
  PreparedStatement prepareIdempotent(String query) throws StoreFailure {
    return prepare(query, ConsistencyLevel.LOCAL_QUORUM, true);
  }

  /** A lightweight transaction. The driver never sends it twice. */
  PreparedStatement prepareTransaction(String query) throws StoreFailure {
    return prepare(query, ConsistencyLevel.LOCAL_QUORUM, false);
  }

  /** A read that sees the outcome of all lightweight transactions. */
  PreparedStatement prepareSerialRead(String query) throws StoreFailure {
    return prepare(query, ConsistencyLevel.SERIAL, true);
  }

  private PreparedStatement prepare(String query, ConsistencyLevel level, boolean isIdempotent)
      throws StoreFailure {
    try {
      return session.prepare(
          SimpleStatement.builder(query.replace("KEYSPACE", settings.keyspace()))
              .setConsistencyLevel(level)
              .setSerialConsistencyLevel(DefaultConsistencyLevel.SERIAL)
              .setIdempotence(isIdempotent)
              .build());
    } catch (DriverException | IllegalStateException e) {
      throw failures.of(Failures.Request.READ, "prepare a statement", e);
    }
  }

  /** All rows of a query, fetched page by page. */
  PartitionReads rows(String what, Statement<?> statement) {
    return new PartitionReads(this, what, List.of(statement).iterator(), 1);
  }

  ResultSet read(String what, Statement<?> statement) throws StoreFailure {
    return execute(Failures.Request.READ, what, statement);
  }

  ResultSet write(String what, Statement<?> statement) throws StoreFailure {
    return execute(Failures.Request.WRITE, what, statement);
  }

  private ResultSet execute(Failures.Request request, String what, Statement<?> statement)
      throws StoreFailure {
    try {
      return session.execute(statement);
    } catch (DriverException | IllegalStateException e) {
      throw failures.of(request, what, e);
    }
  }

  StoreFailure failure(Failures.Request request, String what, Throwable thrown) {
    return failures.of(request, what, thrown);
  }

  @Override
  public void close() {
    session.close();
  }
}
