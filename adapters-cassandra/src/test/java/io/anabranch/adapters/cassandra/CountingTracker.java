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

/** Takes note of what is asked of Cassandra. The driver makes it, by its configuration. */
public final class CountingTracker implements RequestTracker {

  private static final List<BoundStatement> ASKED = new CopyOnWriteArrayList<>();

  @SuppressWarnings("unused") // the driver's way to make one
  public CountingTracker(DriverContext context) {}

  static void clear() {
    ASKED.clear();
  }

  /** The prepared queries since it was cleared, as soon as so many are known: told is told late. */
  static List<BoundStatement> queries(int expected) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    List<BoundStatement> queries = List.of();
    while (queries.size() < expected && System.nanoTime() < deadline) {
      queries =
          ASKED.stream()
              .filter(asked -> asked.getPreparedStatement().getQuery().startsWith("SELECT"))
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
      ASKED.add(statement);
    }
  }

  @Override
  public void close() {}
}
