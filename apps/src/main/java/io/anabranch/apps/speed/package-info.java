/** The layer that folds the log as it comes. */
@NullMarked
package io.anabranch.apps.speed;

import org.jspecify.annotations.NullMarked;
