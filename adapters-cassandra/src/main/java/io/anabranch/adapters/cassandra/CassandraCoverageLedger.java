package io.anabranch.adapters.cassandra;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.ports.CoverageCodec;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;

/** Coverage. It is changed by lightweight transactions and read at serial consistency. */
final class CassandraCoverageLedger implements CoverageLedger {

  private final CassandraSession session;
  private final String stores;
  private final CoverageCodec codec;
  private final PreparedStatement open;
  private final PreparedStatement replace;
  private final PreparedStatement read;

  CassandraCoverageLedger(CassandraSession session, String stores, CoverageCodec codec)
      throws StoreFailure {
    this.session = session;
    this.stores = stores;
    this.codec = codec;
    this.open =
        session.prepareTransaction(
            "INSERT INTO KEYSPACE.coverage (revision, serving, coverage, stores, workload)"
                + " VALUES (?, ?, ?, ?, ?) IF NOT EXISTS");
    this.replace =
        session.prepareTransaction(
            "UPDATE KEYSPACE.coverage SET revision = ?, serving = ?, coverage = ?"
                + " WHERE stores = ? AND workload = ? IF revision = ?");
    this.read =
        session.prepareSerialRead(
            "SELECT coverage FROM KEYSPACE.coverage WHERE stores = ? AND workload = ?");
  }

  @Override
  public Option<Coverage> read(String workload) throws StoreFailure {
    Row row = session.read("read the coverage of " + workload, read.bind(stores, workload)).one();
    if (row == null) {
      return Option.none();
    }
    return Option.some(codec.decode(RowMapping.text(row, "coverage").getBytes(UTF_8)));
  }

  @Override
  public boolean compareAndSet(Coverage next) throws StoreFailure {
    String text = new String(codec.encode(next), UTF_8);
    long serving = next.serving().value();
    BoundStatement change =
        next.revision() == 1
            ? open.bind(next.revision(), serving, text, stores, next.workload())
            : replace.bind(
                next.revision(), serving, text, stores, next.workload(), next.revision() - 1);
    return session
        .write(
            "change the coverage of " + next.workload() + " to revision " + next.revision(), change)
        .wasApplied();
  }
}
