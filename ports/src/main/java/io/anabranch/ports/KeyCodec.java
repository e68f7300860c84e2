package io.anabranch.ports;

import io.anabranch.domain.view.RowKey;

/** How row keys become bytes in a store: versioned, one to one. Pure. */
public interface KeyCodec {

  byte[] encode(RowKey key);

  /**
   * The key that was written.
   *
   * @throws StoreFailure.Corrupt if these bytes are no key
   */
  RowKey decode(byte[] bytes) throws StoreFailure.Corrupt;
}
