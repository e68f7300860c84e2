package io.anabranch.ports;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.fold.RejectedEvent;
import java.util.List;

/**
 * The rejected events, each with its position and reason.
 *
 * <p>Ordering: read by partition, offset and index.
 *
 * <p>Idempotence: an event is identified by definition, partition, offset and index; writing it
 * twice equals writing it once.
 *
 * <p>Errors: {@code Unavailable} and {@code OutcomeUnknown} may be retried.
 *
 * <p>Source: written by the speed layer before it advances its progress, and by a batch engine
 * before its segment is published. Each may skip events that the other has folded; together they
 * write all.
 */
public interface RejectedEvents {

  void write(DefinitionNumber definition, List<RejectedEvent> events) throws StoreFailure;

  Cursor<RejectedEvent> read(DefinitionNumber definition) throws StoreFailure;
}
