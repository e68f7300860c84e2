/** Cursors over the rows of segments: of a fold, and of several sources merged. */
@NullMarked
package io.anabranch.ports.segment;

import org.jspecify.annotations.NullMarked;
