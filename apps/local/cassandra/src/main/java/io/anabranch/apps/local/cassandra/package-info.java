/** A Cassandra node in a process of its own. */
@NullMarked
package io.anabranch.apps.local.cassandra;

import org.jspecify.annotations.NullMarked;
