/** Layers that run beside each other, driven by hand and on threads. */
@NullMarked
package io.anabranch.apps.standalone.live;

import org.jspecify.annotations.NullMarked;
