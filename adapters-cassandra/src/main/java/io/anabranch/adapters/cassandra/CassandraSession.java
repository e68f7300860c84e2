package io.anabranch.adapters.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.ProgrammaticDriverConfigLoaderBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.anabranch.domain.view.View;
import io.anabranch.ports.CoverageCodec;
import io.anabranch.ports.KeyCodec;
import io.anabranch.ports.StoreFailure;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A connection to a Cassandra whose keyspace has the tables. Any number of threads may use it; one
 * is enough for a process.
 */
public final class CassandraSession implements AutoCloseable {

  /** A node that was away is tried again as soon and at latest after so long. */
  private static final Duration FIRST_RECONNECTION = Duration.ofMillis(250);

  private static final Duration LONGEST_RECONNECTION = Duration.ofSeconds(10);

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

  private static CqlSessionBuilder builder(CassandraSettings settings) {
    ProgrammaticDriverConfigLoaderBuilder config =
        DriverConfigLoader.programmaticBuilder()
            .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, settings.timeout())
            .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, settings.timeout())
            .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, settings.timeout())
            .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, settings.timeout())
            .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, settings.timeout())
            .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, FIRST_RECONNECTION)
            .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, LONGEST_RECONNECTION)
            .withString(DefaultDriverOption.SESSION_NAME, "anabranch")
            .withStringList(
                DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES,
                List.of(settings.keyspace()));
    DriverConfigLoader loader =
        settings
            .driverConfig()
            .map(file -> DriverConfigLoader.compose(config.build(), DriverConfigLoader.fromPath(file)))
            .getOrElse(config::build);
    CqlSessionBuilder builder =
        CqlSession.builder()
            .addContactPoints(settings.addresses())
            .withLocalDatacenter(settings.datacenter())
            .withConfigLoader(loader);
    settings
        .credentials()
        .forEach(who -> builder.withAuthCredentials(who.user(), who.password()));
    return builder;
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
