/** Measurement of the time until records are visible in answers. */
@NullMarked
package io.anabranch.apps.standalone.latency;

import org.jspecify.annotations.NullMarked;
