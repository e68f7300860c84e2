package io.anabranch.domain.fold;

import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.log.Partition;

/**
 * A rejected event: its position and the reason.
 *
 * @param index the index of the event in its record, from 0
 */
public record RejectedEvent(Partition partition, long offset, int index, Rejection rejection) {}
