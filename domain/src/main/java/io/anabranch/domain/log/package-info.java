/** Positions and records: topics, partitions, offsets, vectors of offsets, batches of records. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.log;
