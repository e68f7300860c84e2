package io.anabranch.ports;

import io.anabranch.domain.coverage.Coverage;

/**
 * How coverage becomes bytes in a store: versioned, one to one, and UTF-8 text that people can
 * read. Bytes of older versions stay readable. Pure.
 */
public interface CoverageCodec {

  byte[] encode(Coverage coverage);

  /**
   * The coverage that was written.
   *
   * @throws StoreFailure.Corrupt if these bytes are no coverage, or of a version that is not known
   */
  Coverage decode(byte[] bytes) throws StoreFailure.Corrupt;
}
