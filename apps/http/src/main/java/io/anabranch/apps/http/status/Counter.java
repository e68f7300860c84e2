package io.anabranch.apps.http.status;

import io.anabranch.domain.recount.EventWalk;
import java.util.function.Consumer;

/** Passes on the events of a walk that count, and nothing else. */
public record Counter(Consumer<Object> each) implements EventWalk.Visitor<Object> {

  @Override
  public void record(long offset) {
    // Only events are counted.
  }

  @Override
  public void counts(long offset, Object event) {
    each.accept(event);
  }

  @Override
  public void repeats(long offset) {
    // It was passed on before.
  }

  @Override
  public void rejects(long offset) {
    // It is not counted.
  }
}
