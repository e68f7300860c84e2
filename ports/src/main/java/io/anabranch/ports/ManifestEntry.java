package io.anabranch.ports;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;

/**
 * One immutable file of the master dataset.
 *
 * @param range the positions it speaks for
 * @param file where its records are, in the words of the store
 * @param records how many records
 * @param checksum CRC-32C of the records as {@link Checksums#of} forms it
 */
public record ManifestEntry(
    Partition partition, OffsetRange range, String file, long records, int checksum) {}
