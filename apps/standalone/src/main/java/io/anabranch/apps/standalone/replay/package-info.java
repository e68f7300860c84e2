/** The whole lambda over recorded input, in one go. */
@NullMarked
package io.anabranch.apps.standalone.replay;

import org.jspecify.annotations.NullMarked;
