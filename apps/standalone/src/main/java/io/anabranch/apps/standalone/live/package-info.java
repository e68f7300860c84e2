/** All layers of a workload running in one process, and what they tell of themselves. */
@NullMarked
package io.anabranch.apps.standalone.live;

import org.jspecify.annotations.NullMarked;
