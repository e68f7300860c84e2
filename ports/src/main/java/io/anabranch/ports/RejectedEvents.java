package io.anabranch.ports;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.fold.RejectedEvent;
import java.util.List;

/**
 * The events that do not count, each with its position and reason.
 *
 * <p>Ordering: read by partition, offset and index.
 *
 * <p>Idempotence: an event is named by definition, partition, offset and index; writing it twice
 * equals once.
 *
 * <p>Errors: {@code Unavailable} and {@code OutcomeUnknown} may be retried.
 *
 * <p>Source: written by every fold before what it folded is vouched for: by the speed layer before
 * it advances its progress, by a batch engine before its segment is published. Each may pass over
 * what the other has folded; together they miss none.
 */
public interface RejectedEvents {

  void write(DefinitionNumber definition, List<RejectedEvent> events) throws StoreFailure;

  Cursor<RejectedEvent> read(DefinitionNumber definition) throws StoreFailure;
}
