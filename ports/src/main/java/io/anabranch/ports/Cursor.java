package io.anabranch.ports;

import io.vavr.control.Option;

/**
 * Rows that come one after the other, possibly from far away and never all in memory. One thread;
 * to be closed.
 *
 * @param <T> the row
 */
public interface Cursor<T> extends AutoCloseable {

  /** The next row; none after the last. */
  Option<T> next() throws StoreFailure;

  @Override
  void close();
}
