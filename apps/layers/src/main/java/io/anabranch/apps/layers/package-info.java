/** The layers of one workload as use cases, and the ports that they share. */
@NullMarked
package io.anabranch.apps.layers;

import org.jspecify.annotations.NullMarked;
