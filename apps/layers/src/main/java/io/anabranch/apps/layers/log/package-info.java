/** The log as layers read it: the live log and, before its beginning, the master dataset. */
@NullMarked
package io.anabranch.apps.layers.log;

import org.jspecify.annotations.NullMarked;
