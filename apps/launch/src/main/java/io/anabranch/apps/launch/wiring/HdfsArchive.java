package io.anabranch.apps.launch.wiring;

import dagger.Module;
import dagger.Provides;
import io.anabranch.adapters.hdfs.HdfsMasterDataset;
import io.anabranch.ports.MasterDataset;
import javax.inject.Singleton;

/** The master dataset in HDFS. */
@Module
public final class HdfsArchive {

  private HdfsArchive() {}

  @Provides
  @Singleton
  static MasterDataset archive(ServerSettings servers, CloseStack closing) {
    HdfsMasterDataset archive =
        ConnectionFailed.orElse(() -> new HdfsMasterDataset(servers.hdfs().in("master")));
    return closing.closing(archive, archive::close);
  }
}
