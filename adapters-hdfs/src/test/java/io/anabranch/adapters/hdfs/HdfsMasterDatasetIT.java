package io.anabranch.adapters.hdfs;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.contract.MasterDatasetContract;
import io.vavr.control.Option;

final class HdfsMasterDatasetIT extends MasterDatasetContract {

  private HdfsFiles files;

  @Override
  protected MasterDataset dataset() throws Exception {
    files = new HdfsFiles(TestHdfs.freshDirectory());
    return new HdfsMasterDataset(files);
  }

  @Override
  protected void loseFile(Partition partition, long from) throws Exception {
    files.delete(entry(partition, from).file());
  }

  @Override
  protected void damageFile(Partition partition, long from) throws Exception {
    ManifestEntry entry = entry(partition, from);
    RecordBatch batch = new HdfsMasterDataset(files).read(partition, from, Integer.MAX_VALUE).get();
    RecordBatch.Builder other = RecordBatch.builder(partition, batch.from());
    for (int i = 0; i < batch.size(); i++) {
      Option<byte[]> value = i == 0 ? Option.some(new byte[] {1}) : batch.value(i);
      other.add(batch.offset(i), batch.timestamp(i), batch.key(i), value);
    }
    files.delete(entry.file());
    RecordFile.write(files, entry.file(), other.build(batch.next()));
  }

  private ManifestEntry entry(Partition partition, long from) throws Exception {
    return new HdfsMasterDataset(files).manifest(partition, from).head();
  }
}
