/** A Cassandra node in its own process. */
@NullMarked
package io.anabranch.apps.local.cassandra;

import org.jspecify.annotations.NullMarked;
