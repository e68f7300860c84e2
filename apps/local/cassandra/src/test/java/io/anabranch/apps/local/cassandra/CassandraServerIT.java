package io.anabranch.apps.local.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.PreparedStatement;
import com.datastax.driver.core.ResultSetFuture;
import com.datastax.driver.core.Session;
import com.datastax.driver.core.SocketOptions;
import io.anabranch.apps.local.LocalServer;
import io.anabranch.apps.local.ServerKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class CassandraServerIT {

  private static final int ROWS = 500;

  @TempDir Path directory;

  /** Fails with the periodic commit log, which is the default. */
  @Test
  void keepsWhatItHasAcknowledgedWhenItIsKilled() {
    try (LocalServer server = LocalServer.start(ServerKind.CASSANDRA, directory)) {
      try (Cluster cluster = cluster(server);
          Session session = cluster.connect()) {
        session.execute(
            "CREATE KEYSPACE kept WITH replication ="
                + " {'class': 'SimpleStrategy', 'replication_factor': 1}");
        session.execute("CREATE TABLE kept.rows (id int PRIMARY KEY, text text)");
        PreparedStatement insert =
            session.prepare("INSERT INTO kept.rows (id, text) VALUES (?, ?)");
        List<ResultSetFuture> sent = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
          sent.add(session.executeAsync(insert.bind(i, "row " + i)));
        }
        sent.forEach(ResultSetFuture::getUninterruptibly);
        assertThat(
                session
                    .execute("UPDATE kept.rows SET text = 'last' WHERE id = 7 IF text = 'row 7'")
                    .wasApplied())
            .isTrue();
        server.kill();
      }

      server.restart();

      try (Cluster cluster = cluster(server);
          Session session = cluster.connect()) {
        assertThat(session.execute("SELECT count(*) FROM kept.rows").one().getLong(0))
            .isEqualTo(ROWS);
        assertThat(session.execute("SELECT text FROM kept.rows WHERE id = 7").one().getString(0))
            .isEqualTo("last");
      }
    }
  }

  private static Cluster cluster(LocalServer server) {
    return Cluster.builder()
        .addContactPointsWithPorts(server.address())
        .withSocketOptions(
            new SocketOptions().setReadTimeoutMillis(60_000).setConnectTimeoutMillis(60_000))
        .withoutMetrics()
        .withoutJMXReporting()
        .build();
  }
}
