package io.anabranch.adapters.cassandra;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.anabranch.ports.StoreFailure;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class CassandraSessionTest {

  private static final SimpleStatement STATEMENT = SimpleStatement.newInstance("statement");

  private final CqlSession driver = mock(CqlSession.class);
  private final CassandraSettings settings = CassandraSettings.defaults();
  private final CassandraSession session =
      new CassandraSession(driver, settings, new Failures(settings));

  private void failWith(RuntimeException failure) {
    when(driver.execute(any(Statement.class))).thenThrow(failure);
    when(driver.executeAsync(any(Statement.class)))
        .thenReturn(CompletableFuture.failedFuture(failure));
  }

  @Test
  void writeThatTimesOutHasAnUnknownOutcome() {
    failWith(new DriverTimeoutException("no answer"));

    assertThatThrownBy(() -> session.write("write a row", STATEMENT))
        .isInstanceOf(StoreFailure.OutcomeUnknown.class);
    assertThatThrownBy(
            () -> {
              Pipeline pipeline = new Pipeline(session, "write rows");
              pipeline.submit(STATEMENT);
              pipeline.drain();
            })
        .isInstanceOf(StoreFailure.OutcomeUnknown.class);
  }

  @Test
  void writeThatNoNodeReceivedIsUnavailable() {
    failWith(new NoNodeAvailableException());

    assertThatThrownBy(() -> session.write("write a row", STATEMENT))
        .isInstanceOf(StoreFailure.Unavailable.class);
  }

  @Test
  void readThatTimesOutIsUnavailable() {
    failWith(new DriverTimeoutException("no answer"));

    assertThatThrownBy(() -> session.read("read a row", STATEMENT))
        .isInstanceOf(StoreFailure.Unavailable.class);
    assertThatThrownBy(() -> session.rows("read rows", STATEMENT).next())
        .isInstanceOf(StoreFailure.Unavailable.class);
  }

  @Test
  void closedDriverIsUnavailable() {
    failWith(new IllegalStateException("Session is closed"));

    assertThatThrownBy(() -> session.read("read a row", STATEMENT))
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessageContaining("Session is closed");
  }
}
