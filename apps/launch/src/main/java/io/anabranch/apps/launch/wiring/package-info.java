/** How layers get the ports that they run on. */
@NullMarked
package io.anabranch.apps.launch.wiring;

import org.jspecify.annotations.NullMarked;
