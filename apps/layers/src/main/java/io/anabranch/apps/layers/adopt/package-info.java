/** What is lost of a log, told, and accepted so that layers go on without. */
@NullMarked
package io.anabranch.apps.layers.adopt;

import org.jspecify.annotations.NullMarked;
