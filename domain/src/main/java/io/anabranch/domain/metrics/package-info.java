/** Cluster metrics: readings of nodes, by shift and group. */
@org.jspecify.annotations.NullMarked
package io.anabranch.domain.metrics;
