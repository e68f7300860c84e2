package io.anabranch.ports;

import io.anabranch.domain.log.RecordBatch;
import io.vavr.control.Option;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The checksum of a file of the master dataset. */
public final class Checksums {

  private Checksums() {}

  /**
   * CRC-32C over each record in order: offset and timestamp as 8 bytes, then key and value each
   * behind its length as 4 bytes, −1 for none; all big-endian.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4">CRC-32C</a>
   */
  public static int of(RecordBatch batch) {
    CRC32C crc = new CRC32C();
    ByteBuffer numbers = ByteBuffer.allocate(16);
    for (int i = 0; i < batch.size(); i++) {
      numbers.clear().putLong(batch.offset(i)).putLong(batch.timestamp(i)).flip();
      crc.update(numbers);
      update(crc, batch.key(i));
      update(crc, batch.value(i));
    }
    return (int) crc.getValue();
  }

  private static void update(CRC32C crc, Option<byte[]> bytes) {
    int length = bytes.map(b -> b.length).getOrElse(-1);
    crc.update(ByteBuffer.allocate(4).putInt(0, length));
    bytes.forEach(crc::update);
  }
}
