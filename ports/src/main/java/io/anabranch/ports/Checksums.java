package io.anabranch.ports;

import io.anabranch.domain.log.RecordBatch;
import io.vavr.control.Option;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The checksum of a file of the master dataset. */
public final class Checksums {

  private Checksums() {}

  /**
   * CRC-32C over each record in order: offset and timestamp as 8 bytes, then key and value, each
   * preceded by its length as 4 bytes, −1 for null; all big-endian.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4">CRC-32C</a>
   */
  public static int of(RecordBatch batch) {
    CRC32C crc = new CRC32C();
    ByteBuffer numbers = ByteBuffer.allocate(20);
    byte[] bytes = batch.bytes();
    for (int i = 0; i < batch.size(); i++) {
      Option<byte[]> key = batch.key(i);
      numbers.clear().putLong(batch.offset(i)).putLong(batch.timestamp(i));
      crc.update(numbers.putInt(key.map(k -> k.length).getOrElse(-1)).flip());
      key.forEach(crc::update);
      boolean hasValue = batch.hasValue(i);
      crc.update(numbers.clear().putInt(hasValue ? batch.valueLength(i) : -1).flip());
      if (hasValue) {
        crc.update(bytes, batch.valueStart(i), batch.valueLength(i));
      }
    }
    return (int) crc.getValue();
  }
}
