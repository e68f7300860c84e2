package io.anabranch.adapters.cassandra;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The tables, created on first use. Every process sends its definitions to the same node, the first
 * one that is up, which executes them one after the other, so several processes may create the
 * tables at the same time. The version is written last: once it is present, so are the tables.
 */
final class Schema {

  static final int VERSION = 1;

  private static final UUID NO_HOST_ID = new UUID(-1, -1);
  private static final Pattern COMMENT = Pattern.compile("(?m)^--.*$");

  private final CqlSession session;
  private final CassandraSettings settings;

  Schema(CqlSession session, CassandraSettings settings) {
    this.session = session;
    this.settings = settings;
  }

  /** Creates the tables if there are none, and fails if there are tables of another version. */
  void ensure() throws StoreFailure {
    if (version().isEmpty()) {
      create();
    }
    int found = version().getOrElse(0);
    if (found != VERSION) {
      throw new StoreFailure.Corrupt(
          "keyspace "
              + settings.keyspace()
              + " has schema version "
              + found
              + ", and this program supports version "
              + VERSION
              + (found > VERSION
                  ? ": run the newer program that created it, or use another keyspace"
                  : ": use another keyspace and fold again, or run the program that created it"));
    }
  }

  /**
   * The stored version; none if there is no table, or the node does not know it yet. A table that
   * the schema lists cannot necessarily be queried already.
   */
  private Option<Integer> version() {
    try {
      Row row =
          session
              .execute(
                  SimpleStatement.newInstance(
                          "SELECT version FROM "
                              + settings.keyspace()
                              + ".schema_version WHERE name = 'anabranch'")
                      .setConsistencyLevel(ConsistencyLevel.SERIAL))
              .one();
      return Option.of(row).map(found -> found.getInt("version"));
    } catch (InvalidQueryException noTable) {
      return Option.none();
    }
  }

  private void create() {
    define(
        "CREATE KEYSPACE IF NOT EXISTS "
            + settings.keyspace()
            + " WITH replication = {'class': 'NetworkTopologyStrategy', '"
            + settings.datacenter().replace("'", "''")
            + "': "
            + settings.replicas()
            + "}");
    define(
        "CREATE TABLE IF NOT EXISTS "
            + settings.keyspace()
            + ".schema_version (name text PRIMARY KEY, version int)");
    statements().forEach(this::define);
    session.execute(
        SimpleStatement.newInstance(
            "INSERT INTO "
                + settings.keyspace()
                + ".schema_version (name, version) VALUES ('anabranch', "
                + VERSION
                + ") IF NOT EXISTS"));
  }

  private List<String> statements() {
    try (InputStream in = Schema.class.getResourceAsStream("schema.cql")) {
      if (in == null) {
        throw new IllegalStateException("schema.cql is not on the class path");
      }
      String text = COMMENT.matcher(new String(in.readAllBytes(), UTF_8)).replaceAll("");
      return Pattern.compile(";")
          .splitAsStream(text.replace("KEYSPACE", settings.keyspace()))
          .map(String::strip)
          .filter(statement -> !statement.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void define(String statement) {
    ResultSet result =
        session.execute(SimpleStatement.newInstance(statement).setNode(schemaNode()));
    if (!result.getExecutionInfo().isSchemaInAgreement()) {
      session.checkSchemaAgreement();
    }
  }

  private Node schemaNode() {
    return session.getMetadata().getNodes().values().stream()
        .filter(node -> node.getState() == NodeState.UP)
        .filter(node -> settings.datacenter().equals(node.getDatacenter()))
        .min(Comparator.comparing(node -> Option.of(node.getHostId()).getOrElse(NO_HOST_ID)))
        .orElseThrow(() -> new IllegalStateException("no node is up"));
  }
}
