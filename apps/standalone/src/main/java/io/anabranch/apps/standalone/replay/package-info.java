/** Replay of recorded input through all layers. */
@NullMarked
package io.anabranch.apps.standalone.replay;

import org.jspecify.annotations.NullMarked;
