package io.anabranch.ports.forwarding;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.StoreFailure;
import java.util.List;

/** Passes every call on to other rejected events. */
public abstract class ForwardingRejectedEvents implements RejectedEvents {

  private final RejectedEvents rejected;

  /** Rejected events that pass on to others what a subclass does not override. */
  protected ForwardingRejectedEvents(RejectedEvents rejected) {
    this.rejected = rejected;
  }

  @Override
  public void write(DefinitionNumber definition, List<RejectedEvent> events) throws StoreFailure {
    rejected.write(definition, events);
  }

  @Override
  public Cursor<RejectedEvent> read(DefinitionNumber definition) throws StoreFailure {
    return rejected.read(definition);
  }
}
