package io.anabranch.adapters.cassandra;

import com.datastax.oss.driver.api.core.config.DriverExecutionProfile;
import com.datastax.oss.driver.api.core.context.DriverContext;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.session.Request;
import com.datastax.oss.driver.api.core.tracker.RequestTracker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records the requests that Cassandra answered. The driver creates it from its configuration. */
public final class CountingTracker implements RequestTracker {

  private static final List<BoundStatement> ANSWERED = new CopyOnWriteArrayList<>();

  @SuppressWarnings("unused") // called by the driver
  public CountingTracker(DriverContext context) {}

  static void clear() {
    ANSWERED.clear();
  }

  /**
   * The SELECTs since {@link #clear}, once {@code expected} are known: the driver reports them
   * late.
   */
  static List<BoundStatement> queries(int expected) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    List<BoundStatement> queries = List.of();
    while (queries.size() < expected && System.nanoTime() < deadline) {
      queries =
          ANSWERED.stream()
              .filter(statement -> statement.getPreparedStatement().getQuery().startsWith("SELECT"))
              .toList();
      Thread.onSpinWait();
    }
    return queries;
  }

  @Override
  public void onSuccess(
      Request request,
      long latencyNanos,
      DriverExecutionProfile profile,
      Node node,
      String requestLogPrefix) {
    if (request instanceof BoundStatement statement) {
      ANSWERED.add(statement);
    }
  }

  @Override
  public void close() {}
}
