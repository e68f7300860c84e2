package io.anabranch.ports;

import io.anabranch.domain.view.RowKey;

/** Encodes row keys for a store: versioned, one to one. Pure. */
public interface KeyCodec {

  byte[] encode(RowKey key);

  /**
   * Decodes a key.
   *
   * @throws StoreFailure.Corrupt if the bytes are not a key
   */
  RowKey decode(byte[] bytes) throws StoreFailure.Corrupt;
}
