/** JMH benchmarks of the hot paths and of whole jobs. */
@NullMarked
package io.anabranch.apps.benchmarks;

import org.jspecify.annotations.NullMarked;
