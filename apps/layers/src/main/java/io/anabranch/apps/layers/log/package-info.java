/** The log as layers read it: the live log and, behind its start, the master dataset. */
@NullMarked
package io.anabranch.apps.layers.log;

import org.jspecify.annotations.NullMarked;
