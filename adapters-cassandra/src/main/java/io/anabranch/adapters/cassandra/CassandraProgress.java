package io.anabranch.adapters.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.Progress;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Progress. Write timestamps are the offsets, so Cassandra keeps the highest. */
final class CassandraProgress implements Progress {

  /** The approximate size of a statement. */
  private static final int STATEMENT_BYTES = 100;

  private final CassandraSession session;
  private final String workload;
  private final PreparedStatement advance;
  private final PreparedStatement read;
  private final PreparedStatement drop;

  CassandraProgress(CassandraSession session, String workload) throws StoreFailure {
    this.session = session;
    this.workload = workload;
    this.advance =
        session.prepareIdempotent(
            "INSERT INTO KEYSPACE.progress (workload, definition, topic, topic_id, partition, next)"
                + " VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
    this.read =
        session.prepareIdempotent(
            "SELECT topic, topic_id, partition, next FROM KEYSPACE.progress"
                + " WHERE workload = ? AND definition = ?");
    this.drop =
        session.prepareIdempotent(
            "DELETE FROM KEYSPACE.progress USING TIMESTAMP "
                + RowMapping.AFTER_ALL
                + " WHERE workload = ? AND definition = ?");
  }

  /** {@inheritDoc} A definition is one partition of the table, so its offsets advance together. */
  @Override
  public void advance(DefinitionNumber definition, OffsetVector to) throws StoreFailure {
    List<Pipeline.Sized> statements = new ArrayList<>();
    to.asMap()
        .forEach(
            (partition, offset) ->
                statements.add(
                    new Pipeline.Sized(
                        advance.bind(
                            workload,
                            definition.value(),
                            partition.topic().name(),
                            partition.topic().id(),
                            partition.number(),
                            offset,
                            offset),
                        STATEMENT_BYTES)));
    Pipeline pipeline =
        new Pipeline(session, "advance the progress of " + workload + " " + definition);
    pipeline.submitTogether(statements);
    pipeline.drain();
  }

  @Override
  public OffsetVector read(DefinitionNumber definition) throws StoreFailure {
    Map<Partition, Long> offsets = new HashMap<>();
    String what = "read the progress of " + workload + " " + definition;
    PartitionReads rows = session.rows(what, read.bind(workload, definition.value()));
    for (Option<Row> row = rows.next(); row.isDefined(); row = rows.next()) {
      offsets.put(RowMapping.partition(row.get()), row.get().getLong("next"));
    }
    return OffsetVector.of(offsets);
  }

  @Override
  public void drop(DefinitionNumber definition) throws StoreFailure {
    session.write(
        "drop the progress of " + workload + " " + definition,
        drop.bind(workload, definition.value()));
  }
}
