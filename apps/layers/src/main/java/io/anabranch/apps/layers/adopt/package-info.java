/** Detects records that the log has lost, and accepts the loss so that the layers can continue. */
@NullMarked
package io.anabranch.apps.layers.adopt;

import org.jspecify.annotations.NullMarked;
