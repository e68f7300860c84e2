/** What the specifications of the layers share: a small workload, and all layers run by hand. */
@NullMarked
package io.anabranch.apps.layers.specs;

import org.jspecify.annotations.NullMarked;
