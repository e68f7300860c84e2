package io.anabranch.adapters.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.anabranch.ports.StoreFailure;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Writes that are in flight together, up to a limit. The first failure ends it. For one thread. */
final class Pipeline {

  private static final int MAX_IN_FLIGHT = 64;
  private static final int BATCH_STATEMENTS = 100;
  private static final int BATCH_BYTES = 64 << 10;

  private final CassandraSession session;
  private final CqlSession driver;
  private final String what;
  private final Semaphore free = new Semaphore(MAX_IN_FLIGHT);
  private final AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();

  /** A write and its approximate size. */
  record Sized(BatchableStatement<?> statement, int bytes) {}

  Pipeline(CassandraSession session, String what) {
    this.session = session;
    this.driver = session.driver();
    this.what = what;
  }

  void submit(Statement<?> statement) throws StoreFailure {
    free.acquireUninterruptibly();
    if (failed.get() != null) {
      free.release();
      drain();
    }
    try {
      var unused =
          driver
              .executeAsync(statement)
              .whenComplete(
                  (result, thrown) -> {
                    if (thrown != null) {
                      failed.compareAndSet(null, thrown);
                    }
                    free.release();
                  });
    } catch (RuntimeException closed) {
      failed.compareAndSet(null, closed);
      free.release();
    }
  }

  /** Submits writes of one partition in batches, each of which costs the server one write. */
  void submitTogether(List<Sized> writes) throws StoreFailure {
    int from = 0;
    while (from < writes.size()) {
      int to = from;
      int bytes = 0;
      while (to < writes.size()
          && to - from < BATCH_STATEMENTS
          && (to == from || bytes + writes.get(to).bytes() <= BATCH_BYTES)) {
        bytes += writes.get(to).bytes();
        to++;
      }
      if (to - from == 1) {
        submit(writes.get(from).statement());
      } else {
        BatchStatementBuilder batch =
            BatchStatement.builder(DefaultBatchType.UNLOGGED)
                .setIdempotence(true)
                .setConsistencyLevel(ConsistencyLevel.LOCAL_QUORUM);
        for (Sized write : writes.subList(from, to)) {
          batch = batch.addStatement(write.statement());
        }
        submit(batch.build());
      }
      from = to;
    }
  }

  /** Waits until everything submitted is written. */
  void drain() throws StoreFailure {
    free.acquireUninterruptibly(MAX_IN_FLIGHT);
    free.release(MAX_IN_FLIGHT);
    Throwable thrown = failed.get();
    if (thrown != null) {
      throw session.failure(Failures.Request.WRITE, what, thrown);
    }
  }
}
