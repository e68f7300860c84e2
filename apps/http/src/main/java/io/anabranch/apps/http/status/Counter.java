package io.anabranch.apps.http.status;

import io.anabranch.domain.recount.EventWalk;
import java.util.function.Consumer;

/** Hands on the events that count, and nothing else of a walk. */
public record Counter(Consumer<Object> each) implements EventWalk.Visitor<Object> {

  @Override
  public void record(long offset) {
    // Records are not what is counted.
  }

  @Override
  public void counts(long offset, Object event) {
    each.accept(event);
  }

  @Override
  public void repeats(long offset) {
    // It was handed on before.
  }

  @Override
  public void rejects(long offset) {
    // It is none.
  }
}
