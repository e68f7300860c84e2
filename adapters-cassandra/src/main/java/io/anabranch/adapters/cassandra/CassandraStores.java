package io.anabranch.adapters.cassandra;

import io.anabranch.domain.view.View;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.CoverageCodec;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.KeyCodec;
import io.anabranch.ports.Progress;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import java.util.List;

/** The stores of one name, all in the keyspace of one session. */
public final class CassandraStores {

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
    Placement placement = new Placement(views, keys);
    this.speed = new CassandraSpeedViews(session, name, placement);
    this.progress = new CassandraProgress(session, name);
    this.batch = new CassandraBatchViews(session, name, placement);
    this.ledger = new CassandraCoverageLedger(session, name, coverages);
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
