/** Where records stand: topics, partitions, offsets, vectors of offsets, and blocks of records. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.log;
