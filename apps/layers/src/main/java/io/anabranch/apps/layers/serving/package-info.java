/** The layer that answers queries. */
@NullMarked
package io.anabranch.apps.layers.serving;

import org.jspecify.annotations.NullMarked;
