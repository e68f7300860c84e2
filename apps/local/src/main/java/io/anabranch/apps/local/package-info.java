/** The servers of a laptop: real ones, as child processes on loopback. */
@NullMarked
package io.anabranch.apps.local;

import org.jspecify.annotations.NullMarked;
