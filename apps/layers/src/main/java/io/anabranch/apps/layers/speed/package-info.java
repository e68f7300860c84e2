/** The layer that folds the log as it grows. */
@NullMarked
package io.anabranch.apps.layers.speed;

import org.jspecify.annotations.NullMarked;
