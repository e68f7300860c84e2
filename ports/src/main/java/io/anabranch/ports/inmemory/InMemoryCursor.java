package io.anabranch.ports.inmemory;

import io.anabranch.ports.Cursor;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.Iterator;
import java.util.function.Predicate;

/** The stored rows of an iterator that satisfy a condition. Each row is fetched by a call. */
final class InMemoryCursor<T> implements Cursor<T> {

  /** Throws if the rows can no longer be read. */
  interface Presence {
    Presence ALWAYS = () -> {};

    void check() throws StoreFailure.Corrupt;
  }

  private final Iterator<T> rows;
  private final Predicate<? super T> asked;
  private final Presence presence;
  private final Faults faults;
  private final PortCall call;
  private boolean closed;

  InMemoryCursor(
      Iterator<T> rows,
      Predicate<? super T> asked,
      Presence presence,
      Faults faults,
      PortCall call) {
    this.rows = rows;
    this.asked = asked;
    this.presence = presence;
    this.faults = faults;
    this.call = call;
  }

  @Override
  public Option<T> next() throws StoreFailure {
    if (closed) {
      throw new IllegalStateException("the cursor is closed");
    }
    faults.before(call);
    presence.check();
    Option<T> row = Option.none();
    while (row.isEmpty() && rows.hasNext()) {
      row = Option.some(rows.next()).filter(asked);
    }
    faults.after(call);
    return row;
  }

  @Override
  public void close() {
    closed = true;
  }
}
