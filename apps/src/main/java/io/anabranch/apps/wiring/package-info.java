/** How layers get the ports that they run on. */
@NullMarked
package io.anabranch.apps.wiring;

import org.jspecify.annotations.NullMarked;
