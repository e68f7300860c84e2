package io.anabranch.adapters.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.connection.HeartbeatException;
import com.datastax.oss.driver.api.core.metadata.EndPoint;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.CASWriteUnknownException;
import com.datastax.oss.driver.api.core.servererrors.DefaultWriteType;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import io.anabranch.adapters.cassandra.Failures.Request;
import io.anabranch.ports.StoreFailure;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class FailuresTest {

  private static final Node NODE = mock(Node.class);
  private static final EndPoint END_POINT = mock(EndPoint.class);
  private final Failures failures =
      new Failures(CassandraSettings.defaults().withContactPoints(List.of("db.example:9042")));

  private StoreFailure write(Throwable thrown) {
    return failures.of(Request.WRITE, "write a row", thrown);
  }

  private static Throwable ofAllNodes(Throwable each) {
    return AllNodesFailedException.fromErrors(List.of(Map.entry(NODE, each)));
  }

  @Test
  void writesThatMayHaveTakenEffectAreUnknown() {
    List<Throwable> ambiguous =
        List.of(
            new DriverTimeoutException("no answer"),
            new WriteTimeoutException(
                NODE, ConsistencyLevel.LOCAL_QUORUM, 1, 2, DefaultWriteType.CAS),
            new WriteTimeoutException(
                NODE, ConsistencyLevel.LOCAL_QUORUM, 1, 2, DefaultWriteType.SIMPLE),
            new CASWriteUnknownException(NODE, ConsistencyLevel.SERIAL, 1, 2),
            new OverloadedException(NODE),
            new ClosedConnectionException("gone"),
            new HeartbeatException(new InetSocketAddress(1), "gone", null));

    for (Throwable thrown : ambiguous) {
      assertThat(write(thrown)).isInstanceOf(StoreFailure.OutcomeUnknown.class);
      assertThat(write(ofAllNodes(thrown))).isInstanceOf(StoreFailure.OutcomeUnknown.class);
      assertThat(write(new CompletionException(thrown)))
          .isInstanceOf(StoreFailure.OutcomeUnknown.class)
          .hasCause(thrown);
    }
  }

  @Test
  void writesThatNoNodeReceivedAreUnavailable() {
    List<Throwable> untouched =
        List.of(
            new NoNodeAvailableException(),
            new UnavailableException(NODE, ConsistencyLevel.LOCAL_QUORUM, 2, 1),
            ofAllNodes(new BusyConnectionException(5)),
            ofAllNodes(new UnavailableException(NODE, ConsistencyLevel.LOCAL_QUORUM, 2, 1)));

    for (Throwable thrown : untouched) {
      assertThat(write(thrown))
          .isInstanceOf(StoreFailure.Unavailable.class)
          .hasMessageStartingWith(
              "Cassandra at db.example:9042 (keyspace anabranch): could not write a row.")
          .hasMessageContaining("check that Cassandra is running");
    }
  }

  @Test
  void readsHaveNoOutcome() {
    for (Throwable thrown :
        List.of(
            new DriverTimeoutException("no answer"),
            new ReadTimeoutException(NODE, ConsistencyLevel.LOCAL_QUORUM, 1, 2, false))) {
      assertThat(failures.of(Request.READ, "read rows", thrown))
          .isInstanceOf(StoreFailure.Unavailable.class);
    }
  }

  @Test
  void failedAuthenticationDoesNotShowThePassword() {
    Throwable refused =
        ofAllNodes(new AuthenticationException(END_POINT, "bad username and/or password"));

    assertThat(write(refused))
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessageContaining("check the credentials");
    assertThat(new CassandraSettings.Credentials("ana", "s3cret").toString())
        .doesNotContain("s3cret");
  }

  @Test
  void missingPermissionIsReported() {
    Throwable refused =
        new UnauthorizedException(NODE, "User ana has no CREATE permission on <all keyspaces>");

    assertThat(write(refused))
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessageContaining("User ana has no CREATE permission on <all keyspaces>")
        .hasMessageContaining("Ask an administrator for the permission");
  }

  @Test
  void tableThatIsGoneIsCorrupt() {
    assertThat(write(new InvalidQueryException(NODE, "table progress does not exist")))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("table progress does not exist");
  }
}
