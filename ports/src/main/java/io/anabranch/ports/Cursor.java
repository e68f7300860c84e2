package io.anabranch.ports;

import io.vavr.control.Option;

/**
 * A stream of rows, which may be remote and are never all in memory. For one thread; must be
 * closed.
 *
 * @param <T> the row
 */
public interface Cursor<T> extends AutoCloseable {

  /** The next row; none after the last. */
  Option<T> next() throws StoreFailure;

  @Override
  void close();
}
