package io.anabranch.apps.launch.process;

import java.time.Duration;

/**
 * How often processes do what they do.
 *
 * @param publish none to publish once
 * @param linger how long the speed layer rests after it has written: a row is written once for all
 *     that comes meanwhile
 * @param recordsPerStep the most that the speed layer folds of a partition before it writes
 * @param rowsInMemory the most that a batch keeps before it writes them out
 */
public record LayerIntervals(
    Duration archive,
    io.vavr.control.Option<Duration> publish,
    Duration linger,
    int recordsPerStep,
    int rowsInMemory) {}
