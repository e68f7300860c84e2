/** All layers of a workload running in one process, and their status. */
@NullMarked
package io.anabranch.apps.standalone.live;

import org.jspecify.annotations.NullMarked;
