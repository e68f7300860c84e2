package io.anabranch.adapters.hdfs;

import io.anabranch.adapters.wire.WireKeyCodec;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.contract.BatchViewsContract;
import io.anabranch.ports.contract.Fixtures;
import java.util.List;

final class ParquetBatchViewsIT extends BatchViewsContract {

  @Override
  protected BatchViews views() throws Exception {
    return new ParquetBatchViews(
        TestHdfs.freshDirectory(), new WireKeyCodec(), List.of(Fixtures.HOURLY, Fixtures.ITEMS));
  }
}
