/** How long records take until an answer has them. */
@NullMarked
package io.anabranch.apps.standalone.latency;

import org.jspecify.annotations.NullMarked;
