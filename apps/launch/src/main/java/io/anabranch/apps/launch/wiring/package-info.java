/** Connects the ports of the layers with servers. */
@NullMarked
package io.anabranch.apps.launch.wiring;

import org.jspecify.annotations.NullMarked;
