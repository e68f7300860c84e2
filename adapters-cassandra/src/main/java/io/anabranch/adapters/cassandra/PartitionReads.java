package io.anabranch.adapters.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;

/** The rows of several queries, in order and page by page, with the next few queries in flight. */
final class PartitionReads {

  private final CassandraSession session;
  private final CqlSession driver;
  private final String what;
  private final Iterator<? extends Statement<?>> queries;
  private final int ahead;
  private final Deque<CompletionStage<AsyncResultSet>> inFlight = new ArrayDeque<>();
  private Option<AsyncResultSet> page = Option.none();

  PartitionReads(
      CassandraSession session, String what, Iterator<? extends Statement<?>> queries, int ahead) {
    this.session = session;
    this.driver = session.driver();
    this.what = what;
    this.queries = queries;
    this.ahead = ahead;
  }

  Option<Row> next() throws StoreFailure {
    try {
      while (true) {
        for (AsyncResultSet current : page) {
          Row row = current.one();
          if (row != null) {
            return Option.some(row);
          }
          if (current.hasMorePages()) {
            page = Option.some(current.fetchNextPage().toCompletableFuture().join());
          } else {
            page = Option.none();
          }
        }
        if (page.isEmpty()) {
          while (inFlight.size() < ahead && queries.hasNext()) {
            inFlight.add(driver.executeAsync(queries.next()));
          }
          if (inFlight.isEmpty()) {
            return Option.none();
          }
          page = Option.some(inFlight.remove().toCompletableFuture().join());
        }
      }
    } catch (java.util.concurrent.CompletionException | IllegalStateException e) {
      throw session.failure(Failures.Request.READ, what, e);
    }
  }
}
