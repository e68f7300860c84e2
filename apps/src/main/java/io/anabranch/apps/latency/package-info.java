/** How long records take until an answer has them. */
@NullMarked
package io.anabranch.apps.latency;

import org.jspecify.annotations.NullMarked;
