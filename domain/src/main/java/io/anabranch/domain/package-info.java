/** Workloads, aggregates, slices, buckets, chains and their merging: pure values, no I/O. */
package io.anabranch.domain;
