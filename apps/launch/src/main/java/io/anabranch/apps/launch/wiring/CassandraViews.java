package io.anabranch.apps.launch.wiring;

import dagger.Module;
import dagger.Provides;
import io.anabranch.adapters.cassandra.CassandraSession;
import io.anabranch.adapters.cassandra.CassandraStores;
import io.anabranch.adapters.hdfs.ParquetBatchViews;
import io.anabranch.adapters.wire.WireCoverageCodec;
import io.anabranch.adapters.wire.WireKeyCodec;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.Progress;
import io.anabranch.ports.SpeedViews;
import javax.inject.Singleton;

/** Speed rows, progress and coverage in Cassandra; segments there, or in HDFS as Parquet. */
@Module
public final class CassandraViews {

  private CassandraViews() {}

  @Provides
  @Singleton
  static CassandraStores stores(ServerSettings servers, WorkloadSetup setup, CloseStack closing) {
    CassandraSession session =
        ConnectionFailed.orElse(() -> CassandraSession.open(servers.cassandra()));
    closing.closing(session, session::close);
    return ConnectionFailed.orElse(
        () ->
            session.stores(
                servers.named(setup.name()),
                setup.views(),
                new WireKeyCodec(),
                new WireCoverageCodec()));
  }

  @Provides
  static SpeedViews speed(CassandraStores stores) {
    return stores.speed();
  }

  @Provides
  static Progress progress(CassandraStores stores) {
    return stores.progress();
  }

  @Provides
  static CoverageLedger ledger(CassandraStores stores) {
    return stores.ledger();
  }

  @Provides
  @Singleton
  static BatchViews batch(ServerSettings servers, WorkloadSetup setup, CassandraStores stores) {
    return ConnectionFailed.orElse(
        () ->
            switch (servers.settings().batch().segments()) {
              case CASSANDRA -> stores.batch();
              case HDFS ->
                  new ParquetBatchViews(
                      servers.hdfs().in("views").in(setup.name()),
                      new WireKeyCodec(),
                      setup.views());
            });
  }
}
