package io.anabranch.apps.http.status;

import io.anabranch.domain.log.Partition;

/**
 * The progress of each layer in one partition, in offsets. Batch answers {@code [origin, cut)},
 * speed answers {@code [cut, folded)}.
 *
 * @param origin where counting starts
 * @param logStart the first offset that the log still holds
 * @param archived the end of the master dataset
 * @param cut where batch ends and speed begins
 * @param folded the progress of the speed layer
 * @param logEnd the offset of the next record
 */
public record PartitionStatus(
    Partition partition,
    long origin,
    long logStart,
    long archived,
    long cut,
    long folded,
    long logEnd) {}
