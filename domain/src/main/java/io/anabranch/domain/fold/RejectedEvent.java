package io.anabranch.domain.fold;

import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.log.Partition;

/**
 * An event that does not count, where it stands and why.
 *
 * @param index which event of its record, from 0
 */
public record RejectedEvent(Partition partition, long offset, int index, Rejection rejection) {}
