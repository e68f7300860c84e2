package io.anabranch.ports;

import io.anabranch.domain.coverage.Coverage;

/**
 * Encodes coverage for a store: versioned, one to one, as readable UTF-8 text. Bytes of older
 * versions stay readable. Pure.
 */
public interface CoverageCodec {

  byte[] encode(Coverage coverage);

  /**
   * Decodes a coverage.
   *
   * @throws StoreFailure.Corrupt if the bytes are not a coverage, or have an unknown version
   */
  Coverage decode(byte[] bytes) throws StoreFailure.Corrupt;
}
