/** The layer that copies the log into the master dataset. */
@NullMarked
package io.anabranch.apps.layers.archive;

import org.jspecify.annotations.NullMarked;
