/** The layer that folds the master dataset: engine, publisher, cleaner, adoption. */
@NullMarked
package io.anabranch.apps.layers.batch;

import org.jspecify.annotations.NullMarked;
