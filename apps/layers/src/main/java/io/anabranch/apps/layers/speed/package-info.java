/** The layer that folds the log as it comes. */
@NullMarked
package io.anabranch.apps.layers.speed;

import org.jspecify.annotations.NullMarked;
