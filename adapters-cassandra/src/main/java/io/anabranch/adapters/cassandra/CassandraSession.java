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
 * A connection to a Cassandra whose keyspace has the tables. Any number of threads may use it; one
 * is enough for a process.
 */
public final class CassandraSession implements AutoCloseable {

  private final CqlSession session;
  private final CassandraSettings settings;
  private final Failures failures;

  private CassandraSession(CqlSession session, CassandraSettings settings, Failures failures) {
    this.session = session;
    this.settings = settings;
    this.failures = failures;
  }

  /**
   * Connects, and creates the keyspace and its tables where they are not there yet. Several
   * processes may do so at once.
   *
   * @throws StoreFailure.Unavailable if no contact point answers, the datacenter has no node, or
   *     the user is refused; the message says which and what to do
   * @throws StoreFailure.Corrupt if the keyspace has the tables of another version
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
      demandDatacenter(session, settings);
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
    settings.credentials().forEach(who -> builder.withAuthCredentials(who.user(), who.password()));
    return builder;
  }

  /** The driver's configuration: what its file says comes last, and wins. */
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
        // Nobody asks it any more when it is closed: there is nothing to be quiet for, 2 s each.
        .append("datastax-java-driver.advanced.netty.io-group.shutdown.quiet-period = 0\n")
        .append("datastax-java-driver.advanced.netty.admin-group.shutdown.quiet-period = 0\n")
        .append("datastax-java-driver.advanced.metadata.schema.refreshed-keyspaces = [")
        .append(settings.keyspace())
        .append("]\n");
    for (Path file : settings.driverConfig()) {
      try {
        config.append(Files.readString(file));
      } catch (IOException e) {
        throw new StoreFailure.Unavailable(
            "the driver's configuration cannot be read from " + file + ": " + e.getMessage(), e);
      }
    }
    return config.toString();
  }

  /** The driver would ask none of the nodes, and each request would tell of no node at all. */
  private static void demandDatacenter(CqlSession session, CassandraSettings settings)
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
   * @param name the workload's, or that of a run of it that is kept apart from others; stores of
   *     one name are the same stores
   * @param views the stored views: their dimensions and buckets say where rows lie and what is
   *     shown beside them
   */
  public CassandraStores stores(
      String name, List<? extends View<?>> views, KeyCodec keys, CoverageCodec coverages)
      throws StoreFailure {
    return new CassandraStores(this, name, views, keys, coverages);
  }

  /**
   * A workload that has stores here.
   *
   * @param stores the name of the stores, as {@link #stores} takes it
   */
  public record Held(String stores, String workload) {}

  /** Every workload whose coverage is open, in whichever stores. */
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

  /** A statement at quorum that does the same if it is done again. */
  PreparedStatement prepareIdempotent(String query) throws StoreFailure {
    return prepare(query, ConsistencyLevel.LOCAL_QUORUM, true);
  }

  /** A lightweight transaction: never sent twice by itself. */
  PreparedStatement prepareTransaction(String query) throws StoreFailure {
    return prepare(query, ConsistencyLevel.LOCAL_QUORUM, false);
  }

  /** A read of what lightweight transactions have decided. */
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

  /** All rows of a query, page by page. */
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
