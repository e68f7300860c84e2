package io.anabranch.adapters.hdfs;

/**
 * Records of a file that are read together.
 *
 * @param from the first position they speak for
 * @param checksum CRC-32C as {@link io.anabranch.ports.Checksums#of} forms it
 */
record RowGroup(long from, int records, int checksum) {}
