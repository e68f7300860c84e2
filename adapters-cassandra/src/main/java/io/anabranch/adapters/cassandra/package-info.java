/** Speed rows, segments, progress and coverage in Cassandra. */
@NullMarked
package io.anabranch.adapters.cassandra;

import org.jspecify.annotations.NullMarked;
