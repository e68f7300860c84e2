package io.anabranch.adapters.hdfs;

/**
 * A row group of a file of records.
 *
 * @param from the first position that it covers
 * @param checksum CRC-32C, as computed by {@link io.anabranch.ports.Checksums#of}
 */
record RowGroup(long from, int records, int checksum) {}
