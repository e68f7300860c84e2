package io.anabranch.ports;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;

/**
 * An entry of the manifest: one immutable file of the master dataset.
 *
 * @param range the positions that the file covers
 * @param file the name of the file in the store
 * @param records the number of records
 * @param checksum CRC-32C of the records, as computed by {@link Checksums#of}
 */
public record ManifestEntry(
    Partition partition, OffsetRange range, String file, long records, int checksum) {}
