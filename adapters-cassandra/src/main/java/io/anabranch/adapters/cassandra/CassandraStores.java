package io.anabranch.adapters.cassandra;

import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.view.View;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.CoverageCodec;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.KeyCodec;
import io.anabranch.ports.Progress;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import java.util.List;

/** The stores of one name. All names share the keyspace of a session. */
public final class CassandraStores {

  private final CassandraSession session;
  private final String name;
  private final SpeedViews speed;
  private final Progress progress;
  private final BatchViews batch;
  private final CoverageLedger ledger;

  CassandraStores(
      CassandraSession session,
      String name,
      List<? extends View<?>> views,
      KeyCodec keys,
      CoverageCodec coverages)
      throws StoreFailure {
    this.session = session;
    this.name = name;
    PartitionScheme scheme = new PartitionScheme(views, keys);
    this.speed = new CassandraSpeedViews(session, name, scheme);
    this.progress = new CassandraProgress(session, name);
    this.batch = new CassandraBatchViews(session, name, scheme);
    this.ledger = new CassandraCoverageLedger(session, name, coverages);
  }

  /**
   * Deletes everything that a workload has stored here, the coverage last: a deletion that failed
   * may be repeated. No other process may write to these stores any more.
   */
  public void delete(String workload) throws StoreFailure {
    for (Coverage coverage : ledger.read(workload)) {
      for (long number = 1; number <= coverage.lastDefinition(); number++) {
        DefinitionNumber definition = new DefinitionNumber(number);
        for (SegmentName segment : batch.segments(definition)) {
          batch.delete(segment);
        }
        speed.drop(definition);
        progress.drop(definition);
      }
    }
    session.write(
        "delete the coverage of " + workload + " in " + name,
        session
            .prepareTransaction(
                "DELETE FROM KEYSPACE.coverage WHERE stores = ? AND workload = ? IF EXISTS")
            .bind(name, workload));
  }

  public SpeedViews speed() {
    return speed;
  }

  public Progress progress() {
    return progress;
  }

  public BatchViews batch() {
    return batch;
  }

  public CoverageLedger ledger() {
    return ledger;
  }
}
